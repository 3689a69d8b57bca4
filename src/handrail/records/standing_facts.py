"""Facts of a record as it stands now, for the rules that look at it again later."""

from collections.abc import Iterable

from handrail.core import clock
from handrail.records.kind import COMPLETE, Facts, Kind
from handrail.records.models import Link, Record, Row
from handrail.records.snapshots import rows_of
from handrail.school.models import Word


def facts_of_record(record: Record) -> Facts:
    """The same facts as when it was filed, with all that was answered since."""
    kind: Kind = record.declared
    involved = list(record.involvements.select_related("person"))
    people: dict[str, tuple[object, ...]] = {}
    for row in involved:
        people[row.role] = (*people.get(row.role, ()), row.person)
    about = record.links.filter(sort=Link.Sort.EVIDENCE_FOR).select_related("target").first()
    return Facts(
        happened_at=record.happened_at,
        detail=kind.detail._default_manager.get(pk=record.pk),
        chosen=_chosen(record, kind),
        people=people,  # type: ignore[arg-type]
        words=record.words,
        group_name=record.group.name if record.group else "",
        school=record.school,
        author=record.author,
        rows=rows_by_slug(kind, rows_of([record]).get(record.pk, [])),
        accounts={row.person_id: row.account for row in involved if row.account},
        about=about.target if about else None,
        late=_is_late(record),
    )


def _is_late(record: Record) -> bool:
    """Filed after the day on which it happened, or past its time and still not whole."""
    if clock.local(record.filed_at).date() > clock.local(record.happened_at).date():
        return True
    waiting = record.actions.filter(evidence=COMPLETE, state="open", due__lt=clock.now())
    return waiting.exists()


def _chosen(record: Record, kind: Kind) -> dict[str, tuple[Word, ...]]:
    found: dict[str, tuple[Word, ...]] = {}
    for row in record.chosen.select_related("word"):
        slug = row.list.removeprefix(f"{kind.slug}.")
        found[slug] = (*found.get(slug, ()), row.word)
    return found


def rows_by_slug(kind: Kind, rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """Rows sorted into the tables that the kind declares."""
    kept = list(rows)
    return {
        declared.slug: tuple(row for row in kept if type(row) is declared.table)
        for declared in kind.rows
    }
