"""Find: full text over what I may read, newest first; without words, the newest of everything."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from handrail.database.written_once import written_once
from handrail.entry.guards import At, at_school
from handrail.followup.late import overdue_in
from handrail.records.kind import all_kinds, kind_named
from handrail.records.models import Involvement, Record
from handrail.records.reading import kinds_open_to
from handrail.registers.keeping import numbered_kinds, sees_list
from handrail.search.finding import find as find_records
from handrail.timeline.pages import school_page


@at_school()
def find(request: At) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:200]
    slugs = {kind.slug for kind in all_kinds()}
    kinds = [slug for slug in request.GET.getlist("kind") if slug in slugs]
    after = request.GET.get("after", "")
    if asked:
        found = find_records(request.reader, request.school.pk, asked, kinds=kinds, after=after)
        records, older = found.records, found.older
    else:
        page = school_page(request.reader, request.school.pk, kinds=kinds, after=after)
        records, older = page.records, page.older
    names, late = names_in(records), overdue_in(records)
    context = {
        "q": asked, "after": after, "older": older,
        "rows": [
            (row, kind_named(row.kind), names.get(row.pk, ""), late.get(row.pk))
            for row in records
        ],
        "kinds": kinds_open_to(request.reader), "chosen_kinds": kinds,
        "registers": [
            kind for kind in numbered_kinds()
            if sees_list(request.reader, request.school.pk, kind)
        ],
    }  # fmt: skip
    return render(request, "web/find.html", context)


def names_in(records: list[Record]) -> dict[int, str]:
    """Who is in each record, as short names; one query."""
    names: dict[int, list[str]] = {}
    for row in _pupils_in(tuple(record.pk for record in records)):
        names.setdefault(row.record_id, []).append(row.person.short)
    return {
        record: ", ".join(people[:3]) + (f" and {len(people) - 3} more" if len(people) > 3 else "")
        for record, people in names.items()
    }


@written_once
def _pupils_in(records: tuple[int, ...]) -> QuerySet[Involvement]:
    rows = Involvement.objects.filter(record__in=records, as_pupil=True)
    return rows.select_related("person")
