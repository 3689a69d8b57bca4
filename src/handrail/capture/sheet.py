"""The sheet: what was tapped and typed, read into drafts, with a sentence beside what is amiss."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.http import QueryDict

from handrail.capture.no_place import (
    sentence_of_a_kind_that_is_gone,
    sentence_of_what_has_no_place,
)
from handrail.capture.parts import part_in, people_of
from handrail.capture.times import BadTime, read_captured, read_moment
from handrail.capture.who import class_meant
from handrail.core.clock import local
from handrail.core.dates import said_day
from handrail.core.ids import new_uuid
from handrail.people.models import Enrolment, Membership, Person, Post
from handrail.records.completing import Answers, is_blank
from handrail.records.draft import Draft, Involved
from handrail.records.fitness import refuse_unfit
from handrail.records.forms import DetailForm
from handrail.records.kind import Kind, all_kinds, kind_named
from handrail.records.models import Action, Record
from handrail.records.reader import Reader
from handrail.records.reading import answerable_by
from handrail.records.refusal import Refused
from handrail.records.row_forms import RowForm, done_by, named_faults_of, row_forms, rows_said
from handrail.records.rules import may_write
from handrail.records.sensitivity import Sensitivity
from handrail.records.standing_facts import facts_of_record
from handrail.school.models import Group, Place, School


@dataclass
class Sheet:
    """A sheet as sent: the forms of its kinds, and what is amiss by field."""

    reader: Reader
    school: School
    data: QueryDict
    errors: dict[str, str] = field(default_factory=dict)
    forms: dict[str, DetailForm] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    desk: Kind | None = None  # the one kind that a page of its own is for
    rows: dict[str, dict[str, list[RowForm]]] = field(default_factory=dict)  # by kind and table

    @property
    def kind(self) -> Kind | None:
        """The kind of the tile that was tapped, when this post may write it."""
        if self.desk is not None:
            return self.desk
        tapped = self.data.get("kind")
        mine = kinds_for(self.reader, self.school)
        return next((kind for kind in mine if kind.slug == tapped), None)

    def also(self) -> list[Kind]:
        """The kinds of "Also true?" that were ticked."""
        if self.kind is None:
            return []
        offered = {also.kind for also in self.kind.also}
        return [
            kind_named(slug)
            for slug in self.data.getlist(f"{self.kind.slug}-also")
            if slug in offered
        ]


def kinds_for(reader: Reader, school: School) -> list[Kind]:
    """The tiles of this post, in their order."""
    kinds = [k for k in kinds_written_by(reader, school) if not k.at_desk]
    return sorted(kinds, key=lambda kind: kind.capture.order)


def kinds_written_by(reader: Reader, school: School) -> list[Kind]:
    """Every kind that this post may write, on the sheet or at a desk."""
    return [k for k in all_kinds() if k.active and may_write(reader, k.writers, school.pk)]


def desk_kind(reader: Reader, school: School, slug: str) -> Kind | None:
    """The kind of a page of its own, when this post may write it; none for the sheet."""
    mine = kinds_written_by(reader, school)
    return next((kind for kind in mine if kind.at_desk and kind.slug == slug), None)


def read_sheet(sheet: Sheet) -> list[Draft]:
    """The drafts that the sheet holds, or none, with `sheet.errors` filled in.

    The first draft carries the sheet's own number and the others numbers made from it, so that
    sending the same sheet twice files nothing twice.
    """
    kind = sheet.kind
    if kind is None:
        sheet.errors["kind"] = sentence_of_a_kind_that_is_gone(sheet.data)
        return []
    sheet.people = chosen_people(sheet)
    moment = _moment(sheet)
    day = local(moment).date()
    group = _group(sheet, day)
    if not sheet.people and group is None:
        sheet.errors["who"] = "Say who it was: choose at least one pupil."
    elif group is not None and not _in_class(group, day).exists():
        sheet.errors["who"] = f"Nobody was in {group.name} on {said_day(day)}: choose each pupil."
    number = sheet_number(sheet.data)
    drafts = [
        _draft(sheet, part, moment, group, number if part is kind else uuid5(number, part.slug))
        for part in (kind, *sheet.also())
    ]
    lost = sentence_of_what_has_no_place(sheet.data, [kind, *sheet.also()], sheet.forms)
    if lost:
        sheet.errors.setdefault("kind", lost)
    whole = not {"kind", "who", "happened"} & sheet.errors.keys()
    for draft in drafts:  # every fault at once, so that nobody mends one and is sent back again
        if whole and not any(name.startswith(f"{draft.kind}-") for name in sheet.errors):
            _refuse(sheet, draft)
    return [] if sheet.errors else drafts


def still_open(record: Record) -> set[str]:
    """Names of the columns and lists that a record says nothing of yet; lists take more words."""
    kind: Kind = record.declared
    facts = facts_of_record(record)
    columns = {
        name
        for name in kind.form._meta.fields or ()
        if is_blank(getattr(facts.detail, name)) and name not in kind.anew
    }
    lists = {words.slug for words in kind.words if words.many or not facts.chosen.get(words.slug)}
    return columns | lists


def read_answers(sheet: Sheet, record: Record) -> Answers:
    """What was answered of what a record left open; faults in `sheet.errors`, beside which the
    answers hold what could be read: to say what would follow, never to be kept."""
    kind: Kind = record.declared
    form = kind.form(sheet.data, prefix=kind.slug, school=sheet.school)
    for asked in form.fields.values():
        asked.required = False
    open_names = still_open(record)
    if not form.is_valid():
        for name, problems in form.errors.items():
            if name in open_names:
                sheet.errors[f"{kind.slug}-{name}"] = str(problems[0])
    people = tuple(_further_people(sheet, kind))
    adults = [
        row.person for row in record.involvements.select_related("person") if not row.as_pupil
    ]
    rows = row_forms(kind, sheet.data, sheet.school, [*adults, *(who.person for who in people)])
    sheet.errors.update(named_faults_of(kind, rows))
    return Answers(
        detail={n: v for n, v in form.detail_values().items() if n in open_names},
        chosen={n: v for n, v in form.chosen().items() if n in open_names},
        rows={slug: said for slug, said in rows_said(rows).items() if said},
        involved=people,
        place=_place(sheet),
    )


def _further_people(sheet: Sheet, kind: Kind) -> Iterator[Involved]:
    """Staff who were in it as well, each in the part that was chosen."""
    part = sheet.data.get("role", "")
    role = kind.role(part)
    for person in chosen_people(sheet) if role else ():
        yield Involved(person, part, as_pupil=getattr(person, "is_pupil_here", True))


def half_read(sheet: Sheet) -> list[Draft]:
    """Drafts of what can be read so far, for saying what would follow; faults are let be."""
    if sheet.kind is None:
        return []
    sheet.people = chosen_people(sheet)
    moment, number = _moment(sheet), sheet_number(sheet.data)
    group = _group(sheet, local(moment).date())
    drafts = [_draft(sheet, part, moment, group, number) for part in (sheet.kind, *sheet.also())]
    return [draft for draft in drafts if sheet.forms[draft.kind].is_valid()]


def _refuse(sheet: Sheet, draft: Draft) -> None:
    try:
        refuse_unfit(draft, sheet.reader)
    except Refused as refused:
        shared = {"who", "happened", ""}
        name = refused.field if refused.field in shared else f"{draft.kind}-{refused.field}"
        sheet.errors[name or "kind"] = refused.sentence
        sheet.forms[draft.kind].show_beside(refused.field, refused.sentence)


def sheet_number(data: Mapping[str, str]) -> UUID:
    """The number that the sheet was given when it was opened."""
    try:
        return UUID(data.get("uuid", ""))
    except ValueError:
        return new_uuid()


def _moment(sheet: Sheet) -> datetime:
    try:
        return read_moment(sheet.data)
    except BadTime as bad:
        sheet.errors["happened"] = bad.sentence
        return read_moment({})


def _numbers(values: list[str]) -> list[UUID]:
    numbers = []
    for value in values[:200]:
        try:
            numbers.append(UUID(value))
        except ValueError:
            continue
    return list(dict.fromkeys(numbers))


def chosen_people(sheet: Sheet) -> list[Person]:
    """Those who were chosen, in the order they were tapped; only people of this school."""
    numbers = _numbers(sheet.data.getlist("who"))
    if not numbers:
        return []
    found = {person.uuid: person for person in Person.objects.filter(uuid__in=numbers)}
    enrolled = set(
        Enrolment.objects.filter(school=sheet.school, pupil__person__uuid__in=numbers)
        .values_list("pupil_id", flat=True)
    )  # fmt: skip
    staff = set(
        Post.objects.held_on(sheet.reader.day)
        .filter(school=sheet.school, person__uuid__in=numbers)
        .values_list("person_id", flat=True)
    )
    for person in found.values():
        person.is_pupil_here = person.pk in enrolled  # type: ignore[attr-defined]
    return [
        found[number]
        for number in numbers
        if number in found and found[number].pk in enrolled | staff
    ]


def _group(sheet: Sheet, day: date) -> Group | None:
    """The whole class that was chosen; its pupils of that day are all in the record."""
    if sheet.kind is None or not sheet.kind.capture.whole_class:
        return None
    number = sheet.data.get(f"{sheet.kind.slug}-group", "")
    return class_meant(sheet.reader, sheet.school, number, day)


def _in_class(group: Group, day: date) -> QuerySet[Person]:
    """Whoever was in a class on the day of the event: by now it may have other pupils."""
    members = Membership.objects.on(day).filter(group=group, role=Membership.Role.PUPIL)
    return Person.objects.filter(pk__in=members.values("person"))


def _draft(sheet: Sheet, kind: Kind, moment: datetime, group: Group | None, number: UUID) -> Draft:
    form = kind.form(sheet.data, prefix=kind.slug, school=sheet.school)
    sheet.forms[kind.slug] = form
    main = kind is sheet.kind
    valid = form.is_valid()
    if not valid:
        for name, problems in form.errors.items():
            sheet.errors[f"{kind.slug}-{name}"] = _said_of(form, name, str(problems[0]))
    involved = tuple(_involved(sheet, kind, group if main else None, local(moment).date()))
    rows = _read_rows(sheet, kind, involved)
    narrowed = sheet.data.get("restrict") == "yes"
    return Draft(
        kind=kind.slug,
        school=sheet.school,
        author=sheet.reader.person,
        author_post=sheet.reader.post_said(sheet.school.pk),
        happened_at=moment,
        captured_at=read_captured(sheet.data).at,
        precision=_precision(sheet.data),
        involved=involved,
        words=sheet.data.get(f"{kind.slug}-words", "")[:20_000],
        detail=form.detail_values() if valid else {},
        chosen=form.chosen() if valid else {},
        place=_place(sheet),
        group=group if main else None,
        sensitivity=Sensitivity.RESTRICTED if narrowed else None,
        closes=_closes(sheet, kind) if main else (),
        uuid=number,
        rows=rows,
    )


def _read_rows(
    sheet: Sheet, kind: Kind, involved: Sequence[Involved]
) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """What was said of each part, target or whatever a kind has several of."""
    if not kind.rows:
        return {}
    adults = [who.person for who in involved if not who.as_pupil]
    more = sheet.data.get("more", "")
    found = row_forms(kind, sheet.data, sheet.school, adults, more=more)
    sheet.rows[kind.slug] = found
    if faults := named_faults_of(kind, found):
        sheet.errors.update(faults)
        return {}
    said = rows_said(found)
    return said if sheet.desk else done_by(kind, said, sheet.reader.person)


def _said_of(form: DetailForm, name: str, problem: str) -> str:
    """A fault as it stands at the top of the sheet and in the outbox, far from its field."""
    if name not in form.fields:
        return problem
    label = str(form.fields[name].label)
    return f"{label} {problem}" if label.endswith("?") else f"{label}: {problem}"


def _precision(data: QueryDict) -> str:
    if data.get("when") != "earlier":
        return "exact" if read_captured(data).sure else "about"
    asked = data.get("precision", "exact")
    return asked if asked in {"about", "day"} else "exact"


def _place(sheet: Sheet) -> Place | None:
    numbers = _numbers([sheet.data.get("place", "")])
    return Place.objects.filter(school=sheet.school, uuid__in=numbers).first()


def _involved(sheet: Sheet, kind: Kind, group: Group | None, day: date) -> list[Involved]:
    """Everyone chosen, each in the part that was said or the kind's first; then the class."""
    parts = [part_in(sheet, kind, person) for person in people_of(sheet, kind)]
    if group is not None:
        have = {part.person.pk for part in parts}
        others = _in_class(group, day).exclude(pk__in=have)
        parts += [Involved(person, kind.roles[0].slug) for person in others]
    return [*parts, *_author_in(sheet, kind, parts), *_carers_in(sheet, kind)]


def _author_in(sheet: Sheet, kind: Kind, parts: Sequence[Involved]) -> list[Involved]:
    """Whoever writes has the part that the kind gives its author, unless it was unticked."""
    role = next((role for role in kind.roles if role.author), None)
    me = sheet.reader.person
    if role is None or sheet.data.get(f"{kind.slug}-not-me") == "yes":
        return []
    return [] if any(part.person == me for part in parts) else [
        Involved(me, role.slug, as_pupil=False)
    ]  # fmt: skip


def _carers_in(sheet: Sheet, kind: Kind) -> list[Involved]:
    """The parents whom the actions are about that this record is filed for."""
    role = next((role for role in kind.roles if "carer" in role.who), None)
    if role is None or kind is not sheet.kind:
        return []
    carers = {action.carer_id: action.carer for action in _closes(sheet, kind) if action.carer}
    return [Involved(carer, role.slug, as_pupil=False) for carer in carers.values()]


def _closes(sheet: Sheet, kind: Kind) -> tuple[Action, ...]:
    """The actions that this record is filed for, when a record of this reader can answer them."""
    numbers = _numbers(sheet.data.getlist("for"))
    rows = answerable_by(sheet.reader).filter(uuid__in=numbers, state=Action.State.OPEN)
    return tuple(row for row in rows if row.evidence == f"record:{kind.slug}")
