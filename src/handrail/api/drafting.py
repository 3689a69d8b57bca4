"""From a sent record to a draft, checked by the same form as the page."""

from uuid import UUID

from django.http import QueryDict

from handrail.api.rows import rows_from
from handrail.api.schemas import RecordIn
from handrail.people.models import Enrolment, Person
from handrail.records.draft import Draft, Involved
from handrail.records.kind import Kind, all_kinds
from handrail.records.models import Action
from handrail.records.reader import Reader
from handrail.records.reading import answerable_by
from handrail.records.refusal import Refused
from handrail.records.sensitivity import Sensitivity
from handrail.school.models import Place, School


def draft_from(body: RecordIn, reader: Reader, number: UUID) -> Draft:
    """The draft that a body describes. Raises Refused with the first thing amiss."""
    school = School.objects.filter(uuid=body.school, pk__in=sorted(reader.roles)).first()
    if school is None:
        raise Refused("You hold no post at that school.", "school")
    kind = next((one for one in all_kinds() if one.slug == body.kind and one.active), None)
    if kind is None:
        raise Refused("There is no such kind of record.", "kind")
    form = kind.form(_as_form(body, kind), prefix=kind.slug, school=school)
    if not form.is_valid():
        name, problems = next(iter(form.errors.items()))
        raise Refused(str(problems[0]), str(name))
    involved = _involved(body, school)
    return Draft(
        kind=kind.slug,
        school=school,
        author=reader.person,
        author_post=reader.post_said(school.pk),
        happened_at=body.happened_at,
        captured_at=body.captured_at,
        precision=body.precision,
        place=_place(body, school),
        words=body.words,
        involved=involved,
        detail=form.detail_values(),
        chosen=form.chosen(),
        rows=rows_from(body, kind, school, involved),
        sensitivity=Sensitivity.RESTRICTED if body.restricted else None,
        closes=_closes(body, reader),
        uuid=number,
    )


def _as_form(body: RecordIn, kind: Kind) -> QueryDict:
    """The fields as a page would send them; what the kind does not ask is refused."""
    data = QueryDict(mutable=True)
    asked = {*(words.slug for words in kind.words), *kind.form.base_fields}
    for name in (*body.chosen, *body.detail):
        if name not in asked:
            raise Refused(f"{kind.label} does not ask for this.", name)
    for name, words in body.chosen.items():
        data.setlist(f"{kind.slug}-{name}", [str(word) for word in words])
    for name, value in body.detail.items():
        if isinstance(value, bool):
            value = {True: "yes", False: "no"}[value] if name == "reached" else value
        if value is not None and value is not False:
            data[f"{kind.slug}-{name}"] = "on" if value is True else str(value)
    return data


def _place(body: RecordIn, school: School) -> Place | None:
    if body.place is None:
        return None
    found = Place.objects.filter(uuid=body.place, school=school).first()
    if found is None:
        raise Refused("There is no such place at this school.", "place")
    return found


def _involved(body: RecordIn, school: School) -> tuple[Involved, ...]:
    numbers = [one.person for one in body.involved]
    people = Person.objects.in_bulk(numbers, field_name="uuid")
    if len(people) != len(set(numbers)):
        raise Refused("One of these people is not known here.", "involved")
    pupils = set(
        Enrolment.objects.filter(school=school, pupil__person__uuid__in=numbers).values_list(
            "pupil_id", flat=True
        )
    )
    return tuple(
        Involved(person, one.role, account=one.account, as_pupil=person.pk in pupils)
        for one in body.involved
        if (person := people[one.person])
    )


def _closes(body: RecordIn, reader: Reader) -> tuple[Action, ...]:
    if body.closes is None:
        return ()
    found = answerable_by(reader).filter(uuid=body.closes, state=Action.State.OPEN).first()
    if found is None:
        raise Refused("There is no such open action of yours.", "closes")
    return (found,)
