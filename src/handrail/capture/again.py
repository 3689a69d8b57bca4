"""Answers that stand, brought back into a form: the last version of a plan, or a record filed."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.http import QueryDict

from handrail.capture.sheet import Sheet, still_open
from handrail.core import clock
from handrail.entry.guards import At
from handrail.people.models import Person, Post
from handrail.records.completing import missing_from
from handrail.records.facts import facts_said, rows_said_of
from handrail.records.kind import Facts, Kind, Rows
from handrail.records.models import Record
from handrail.records.reader import Reader
from handrail.records.reading import details_of
from handrail.records.row_forms import row_forms
from handrail.records.standing_facts import facts_of_record
from handrail.school.models import Place, School


def opening_answers(
    data: QueryDict, kind: Kind, reader: Reader, school: School, number: str
) -> None:
    """Fill a form with the last record of a kind that goes on, about the pupil of that number."""
    pupil = _pupil_of(number)
    last = (
        Record.objects.readable_by(reader)
        .filter(kind=kind.slug, school=school, involvements__person=pupil, state="filed")
        .order_by("-happened_at", "-pk")
        .first()
    )
    if last is not None:
        facts = facts_of_record(last)
        _write(data, kind, facts)
        adults = [one for role in kind.roles[1:] for one in facts.people.get(role.slug, ())]
        data.setlist("who", [*(str(one.uuid) for one in adults), number])


def said_in_address(data: QueryDict, asked: QueryDict, kinds: Iterable[Kind]) -> None:
    """Fill in what a link says of the kind that it opens, where the kind lets it."""
    kind = next((kind for kind in kinds if kind.slug == data.get("kind")), None)
    for name in kind.from_address if kind else ():
        if said := asked.get(name):
            data[f"{data['kind']}-{name}"] = str(said)[:200]


def opening_rows(data: QueryDict, kind: Kind, reader: Reader, school: School, number: str) -> None:
    """Fill the rows that a new record about the pupil of that number begins with."""
    pupil = _pupil_of(number)
    if pupil is None or kind.opens_with is None:
        return
    data["begun"] = "rows"
    for slug, rows in kind.opens_with(reader, school, pupil).items():
        data[f"{kind.slug}-{slug}-count"] = str(max(1, len(rows)))
        for n, row in enumerate(rows):
            for name, value in row.items():
                data[f"{kind.slug}-{slug}-{n}-{name}"] = value


def offered_to(kind: Kind, sheet: Sheet) -> dict[str, list[str]]:
    """By table and field: what may be chosen there about the first pupil of the sheet."""
    pupil = _pupil_of(sheet.data.get("who", "")) if kind.offers else None
    if pupil is None or kind.offers is None:
        return {}
    offered = kind.offers(sheet.reader, sheet.school, pupil)
    return {name: list(words) for name, words in offered.items() if words}


def _pupil_of(number: str) -> Person | None:
    try:
        return Person.objects.filter(uuid=UUID(number)).first()
    except ValueError:
        return None


def _write(data: QueryDict, kind: Kind, facts: Facts) -> None:
    for name in kind.form._meta.fields or ():
        if name not in kind.anew:
            data[f"{kind.slug}-{name}"] = _as_sent(getattr(facts.detail, name))
    for slug, words in facts.chosen.items():
        if slug not in kind.anew:
            data.setlist(f"{kind.slug}-{slug}", [str(word.uuid) for word in words])
    for slug, rows in facts.rows.items():
        if slug in kind.anew:
            continue
        declared = kind.rows_named(slug)
        data[f"{kind.slug}-{slug}-count"] = str(max(1, len(rows)))
        for n, row in enumerate(rows):
            for name in (declared.form._meta.fields or ()) if declared else ():
                data[f"{kind.slug}-{slug}-{n}-{name}"] = _as_sent(getattr(row, name))
    data[f"{kind.slug}-words"] = "" if "words" in kind.anew else facts.words


def _as_sent(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, models.Model):
        return str(getattr(value, "uuid", value.pk))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def answers_of(
    request: At, record: Record, data: QueryDict | None, errors: dict[str, str]
) -> dict[str, Any]:
    """What the page for completing needs: what stands, in words, and the fields still open."""
    kind: Kind = record.declared
    details_of([record])
    adults = adults_in(record)
    form = kind.form(data, prefix=kind.slug, school=record.school)
    for asked in form.fields.values():
        asked.required = False  # what stands already need not be said again
    for name, sentence in errors.items():
        form.show_beside(name.removeprefix(f"{kind.slug}-"), sentence)
    open_names = still_open(record)
    owed = missing_from(record)
    owed_in = {kind.answered_in.get(name, name) for name in owed}
    fields = [field for field in form if field.name in open_names]
    more = data.get("more", "") if data else ""
    rows = row_forms(kind, data, record.school, adults, more=more)
    return {
        "record": record,
        "kind": kind,
        "facts": facts_said(kind, record.detail, list(record.chosen.select_related("word"))),  # type: ignore[attr-defined]
        "rows_said": rows_said_of(record),
        "missing": [kind.question(name) for name in owed],
        "owed_in": owed_in,
        "owed_fields": [field for field in fields if field.name in owed_in],
        "fields": [field for field in fields if field.name not in owed_in],
        "owed_rows": _rows_with(kind, rows, owed_in),
        "rows": _rows_with(kind, rows, rows.keys() - owed_in),
        "owed_role": next((role for role in kind.roles if role.slug in owed_in), None),
        "errors": errors,
        "staff": _staff_not_in(record),
        "roles": [role for role in kind.roles if "staff" in role.who],
        "places": Place.objects.filter(school=record.school, retired_on=None)
        if record.place_id is None
        else None,
        "data": data or QueryDict(),
    }


def _rows_with(
    kind: Kind, rows: dict[str, Any], slugs: Collection[str]
) -> list[tuple[Rows | None, Any]]:
    return [(kind.rows_named(slug), forms) for slug, forms in rows.items() if slug in slugs]


def adults_in(record: Record) -> list[Person]:
    rows = record.involvements.filter(as_pupil=False).select_related("person")
    return [row.person for row in rows]


def _staff_not_in(record: Record) -> Iterable[Person]:
    day = clock.local(record.happened_at).date()
    posts = Post.objects.held_on(day).filter(school_id=record.school_id)
    there = record.involvements.values("person")
    return Person.objects.filter(pk__in=posts.values("person")).exclude(pk__in=there)
