"""Everything about one pupil, for the one purpose of answering a request for it."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from handrail.core.clock import MIDNIGHT, at_local
from handrail.people.models import Person
from handrail.records.models import Record
from handrail.records.reading import details_of
from handrail.records.snapshots import rows_of

HANGS_ON = (
    "involvements__person", "chosen__word", "amendments", "attachments", "links__target",
    "linked_by__source", "actions__pupil", "actions__owner_person", "actions__closed_by",
    "actions__evidence_record", "audience__person", "audience__granted_by", "access__override",
    "findings__person", "actions__carer",
)  # fmt: skip


def records_about(
    pupil: Person,
    school_id: int,
    *,
    since: date | None = None,
    until: date | None = None,
    kinds: Sequence[str] = (),
) -> list[Record]:
    """Every record in which the pupil was, and every one that names them in full; oldest first.

    It asks for no reader, because what the law gives must not depend on who gathers it. Whoever
    shows a record from here must decide for each reader what they may see of it. Each carries its
    `detail` and all that hangs on it; the number of questions does not grow with the records.
    """
    rows = Record.everything.filter(school_id=school_id).filter(
        Q(involvements__person=pupil) | _naming(pupil)
    )
    if since:
        rows = rows.filter(happened_at__gte=at_local(since, MIDNIGHT))
    if until:
        rows = rows.filter(happened_at__lt=at_local(until + timedelta(days=1), MIDNIGHT))
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    found = list(
        rows.distinct()
        .select_related("place", "group", "author")
        .prefetch_related(*HANGS_ON)
        .order_by("happened_at", "pk")
    )
    details_of(found)
    several = rows_of(found)
    for record in found:
        record.kept_rows = several.get(record.pk, [])  # type: ignore[attr-defined]
    return found


def _naming(pupil: Person) -> Q:
    """Records whose words hold the pupil's whole name, as known or as the law has it."""
    names = {pupil.name, f"{pupil.legal_given} {pupil.legal_family}".strip()}
    where = Q(pk__in=[])
    for name in sorted(name for name in names if " " in name):
        where |= Q(words__icontains=name) | Q(amendments__words__icontains=name)
        where |= Q(involvements__account__icontains=name)
    return where
