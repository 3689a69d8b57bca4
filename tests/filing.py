"""Short ways for tests to file records of any kind, made from what the kind itself declares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, islice, product
from typing import Any

from django import forms

from handrail.care.asking import TimesField
from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import Person
from handrail.plans.asking import DayToCome
from handrail.records.draft import Draft, Involved
from handrail.records.drawing import facts_of
from handrail.records.duties import duties_of
from handrail.records.filing import file_event
from handrail.records.forms import DetailForm
from handrail.records.kind import INVOLVED, Duty, Kind, Role, Rows, kind_named
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.records.rules import may_write
from handrail.school.models import School, Word

TYPED = (  # what somebody types into a field of each sort; the first that fits
    (forms.ModelMultipleChoiceField, lambda field, text: [str(field.queryset.first().uuid)]),
    (forms.ModelChoiceField, lambda field, text: str(field.queryset.first().uuid)),
    (forms.ChoiceField, lambda field, text: field.initial or next(iter(field.choices))[0]),
    (forms.BooleanField, lambda field, text: "on"),
    (forms.IntegerField, lambda field, text: str(max(field.min_value or 0, 1))),
    (forms.DateTimeField, lambda field, text: "2026-11-23 09:30"),
    (DayToCome, lambda field, text: f"{clock.today() + timedelta(days=21)}"),
    (forms.DateField, lambda field, text: "2026-11-23"),
    (forms.TimeField, lambda field, text: "10:45"),
    (TimesField, lambda field, text: "12:30"),
    (forms.CharField, lambda field, text: text[: field.max_length]),
)

LATER_ADULTS = ("second", "third", "fourth", "fifth", "sixth")  # nobody is named twice in a row


def filled_form(kind: Kind, school: School, *, full: bool = False, text: str = "Dad") -> DetailForm:
    """The kind's own form with what it cannot do without filled in; with everything, if `full`."""
    empty = kind.form(school=school)
    data = {
        name: next(typed(field, text) for sort, typed in TYPED if isinstance(field, sort))
        for name, field in empty.fields.items()
        if full or field.required
    }
    if kind.ends_at in data:
        data[kind.ends_at] = "23:59"  # not before it began, at whatever time the test runs
    form = kind.form(data, school=school)
    assert form.is_valid(), f"{kind.slug}: {form.errors}"
    return form


def writer_of(cast: Cast, kind: str, *, wanted: str = "sam") -> Person:
    """Who of the cast writes a record of this kind: the wanted one where they may, else Mr Khan,
    else the head."""
    writers = kind_named(kind).writers
    asked = (cast.staff[wanted], cast.khan, cast.okafor)
    return next(one for one in asked if may_write(reader_for(one), writers, cast.school.pk))


def filled_rows(
    kind: Kind, school: School, adults: list[Person], *, text: str = "Dad"
) -> dict[str, tuple[dict[str, Any], ...]]:
    """One row of each of the kind's tables, with everything said in it that can be typed."""
    return {rows.slug: filled_rows_of(rows, school, adults, text=text) for rows in kind.rows}


def filled_rows_of(
    rows: Rows, school: School, adults: Sequence[Person] = (), *, text: str = "Dad"
) -> tuple[dict[str, Any], ...]:
    """One row of one table."""
    return (_filled_row(rows, school, list(adults), text=text),)


def _filled_row(
    rows: Rows, school: School, adults: list[Person], *, text: str, said: Any = None
) -> dict[str, Any]:
    """`said` is tried in every field of choices that offers it."""
    empty = rows.form(school=school, adults=adults)
    data = {}
    for name, field in empty.fields.items():
        sort = next(typed for sort, typed in TYPED if isinstance(field, sort))
        if isinstance(field, forms.ModelChoiceField) and not field.queryset.exists():
            continue
        offered = [value for value, _ in getattr(field, "choices", ()) if value]
        plain = isinstance(field, forms.TypedChoiceField | forms.ChoiceField)
        if plain and not isinstance(field, forms.ModelChoiceField):
            data[f"x-{name}"] = said if said in offered else offered[0]
        else:
            data[f"x-{name}"] = sort(field, text)
    if adults:
        data = {name: value for name, value in data.items() if not name.endswith(LATER_ADULTS)}
    form = rows.form(data, school=school, adults=adults, prefix="x")
    assert form.is_valid(), f"{rows.slug}: {form.errors}"
    return form.values()


def chosen(
    cast: Cast, kind: str, words: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[Word, ...]]:
    """Words of the school by their slugs."""
    return {
        slug: tuple(
            Word.objects.get(school=cast.school, list=f"{kind}.{slug}", slug=word)
            for word in words_
        )
        for slug, words_ in words.items()
    }


def draft(
    cast: Cast,
    kind: str,
    author: Person,
    *pupils: Person,
    role: str = "",
    words: str = "What happened, in plain words.",
    happened_at: datetime | None = None,
    pick: dict[str, tuple[str, ...]] | None = None,
    detail: dict[str, Any] | None = None,
    **more: Any,
) -> Draft:
    """A fit draft of any kind, with the parts a test cares for replaced."""
    declared = kind_named(kind)
    form = filled_form(declared, cast.school)
    parts: dict[str, Any] = {
        "kind": kind,
        "school": cast.school,
        "author": author,
        "author_post": "Learning and behaviour assistant",
        "happened_at": happened_at or clock.now(),
        "involved": involved_in(cast, declared, role or declared.roles[0].slug, pupils),
        "words": words,
        "detail": {**form.detail_values(), **(detail or {})},
        "chosen": {**form.chosen(), **chosen(cast, kind, pick or {})},
    }
    return Draft(**{**parts, **more})


def involved_in(
    cast: Cast, kind: Kind, main: str, people: tuple[Person, ...]
) -> tuple[Involved, ...]:
    """The people in their part, and somebody in every other part that must not be empty."""
    rows = [Involved(person, main) for person in people]
    for role in kind.roles if people else ():
        if role.slug != main and role.least:
            rows += [part_for(cast, role, {row.person.pk for row in rows})]
    return tuple(rows)


def part_for(cast: Cast, role: Role, taken: set[int]) -> Involved:
    """Somebody of the cast who can have this part and has none yet."""
    as_pupil = "pupil" in role.who
    source = cast.pupils if as_pupil else cast.staff
    person = next(one for one in source.values() if one.pk not in taken)
    return Involved(person, role.slug, as_pupil=as_pupil)


def file(cast: Cast, kind: str, author: Person, *pupils: Person, **parts: Any) -> Record:
    """File one record as its author would."""
    return file_event([draft(cast, kind, author, *pupils, **parts)], reader=reader_for(author))[0]


CALLED_BY: dict[tuple[str, str], int] = {}  # which of the ways called up a duty, once it was found


def draft_that_calls(cast: Cast, duty: Duty, kind: Kind, author: Person, pupil: Person) -> Draft:
    """A draft whose facts call up this duty, found by trying ticks and words one after another.

    A way that was found before is tried first, and what comes before it only where it fails.
    """
    staffed = duty.owner == INVOLVED
    role = kind.roles[0].slug if staffed else duty.per_role
    plain = draft(cast, kind.slug, author, pupil, role=role)
    if staffed:
        more = Involved(cast.lee, duty.per_role, as_pupil=False)
        plain = replace(plain, involved=(*plain.involved, more))
    key = (kind.slug, duty.slug)
    likely = islice(enumerate(_ways(kind, cast)), CALLED_BY.get(key, 0), None)
    for number, (detail, pick, rows) in chain(likely, enumerate(_ways(kind, cast))):
        said = {**plain.chosen, **chosen(cast, kind.slug, pick)}
        made = replace(plain, detail={**plain.detail, **detail}, chosen=said, rows=rows)
        if duty in duties_of(kind, facts_of(made)):
            CALLED_BY[key] = number
            return made
    raise AssertionError(f"{kind.slug}: nothing that can be ticked calls up {duty.slug}")


def _ways(kind: Kind, cast: Cast) -> Iterator[tuple[Any, Any, Any]]:
    """One tick, answer or word after another; ticks and words together; rows, with each answer
    that they can give."""
    yield {}, {}, {}
    yield from ((detail, {}, {}) for detail in _answers(kind))
    yield from ((detail, pick, {}) for detail, pick in product(_ticks(kind), _picks(kind)))
    for rows in kind.rows:
        form = rows.form(school=cast.school, adults=[cast.lee])
        answers = {value for field in form.fields.values()
                   if not isinstance(field, forms.ModelChoiceField)
                   for value, _ in getattr(field, "choices", ()) if value}  # fmt: skip
        for said in sorted(answers, key=str) or [None]:
            row = _filled_row(rows, cast.school, [cast.lee], text="Dad", said=said)
            yield {}, {}, {rows.slug: (row,)}


def _ticks(kind: Kind) -> Iterator[dict[str, Any]]:
    """Nothing ticked, then each box alone."""
    boxes = [
        column.name
        for column in kind.detail._meta.concrete_fields
        if column.get_internal_type() == "BooleanField"
    ]
    return chain([{}], ({box: on} for box in boxes for on in (True, False)))


def _answers(kind: Kind) -> Iterator[dict[str, Any]]:
    """Each answer of each column that has a few, and something in each that holds words."""
    for column in kind.detail._meta.concrete_fields:
        yield from ({column.name: value} for value, _ in column.flatchoices if value)
        if column.get_internal_type() == "TextField":
            yield {column.name: "Said"}


def _picks(kind: Kind) -> Iterator[dict[str, tuple[str, ...]]]:
    """The usual words, then each other word alone in its list."""
    from django.utils.text import slugify

    return chain(
        [{}],
        (
            {words.slug: (word.slug or slugify(word.label),)}
            for words in kind.words
            for word in words.starters
        ),
    )
