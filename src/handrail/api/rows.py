"""What a sent record has several of, checked by the same forms as the rows of the page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from handrail.api.schemas import RecordIn
from handrail.people.models import Person
from handrail.records.draft import Involved
from handrail.records.kind import Kind, Rows
from handrail.records.refusal import Refused
from handrail.records.row_forms import faults_of, row_forms, rows_said
from handrail.school.models import School

Sent = Sequence[Mapping[str, Any]]


def rows_from(
    body: RecordIn, kind: Kind, school: School, involved: Sequence[Involved]
) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """The rows of each table. Raises Refused with the first thing amiss, and where it stands:
    "rows.parts.0.starts"."""
    adults = [who.person for who in involved if not who.as_pupil]
    data = QueryDict(mutable=True)
    for slug, sent in body.rows.items():
        rows = kind.rows_named(slug)
        if rows is None:
            raise Refused(f"{kind.label} does not ask for these rows.", f"rows.{slug}")
        if len(sent) > rows.most:
            raise Refused(f"Give at most {rows.most} of these.", f"rows.{slug}")
        data[f"{kind.slug}-{slug}-count"] = str(len(sent))
        for name, said in _as_form(sent, rows, school, adults):
            data[f"{kind.slug}-{slug}-{name}"] = said
    forms = row_forms(kind, data, school, adults)
    for name, sentence in faults_of(forms).items():
        where = name.removeprefix(f"{kind.slug}-").split("-", 2)
        raise Refused(sentence, ".".join(["rows", *where]))
    for slug, sent in body.rows.items():
        for n in range(len(sent)):
            if not forms[slug][n].has_changed():
                raise Refused("Nothing is said in this row.", f"rows.{slug}.{n}")
    return rows_said(forms)


def _as_form(
    sent: Sent, rows: Rows, school: School, adults: Sequence[Person]
) -> Iterator[tuple[str, str]]:
    """Each field as a page would send it, by the row's number and its name."""
    asked = rows.form(school=school, adults=adults).fields
    for n, row in enumerate(sent):
        for name, value in row.items():
            if name not in asked:
                where = f"rows.{rows.slug}.{n}.{name}"
                raise Refused("This is not asked of these rows.", where)
            if value is not None and value is not False:
                yield f"{n}-{name}", "on" if value is True else str(value)
