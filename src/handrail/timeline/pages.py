"""Pages of records by the time they happened, walked by a mark and never counted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from handrail.database.written_once import Fixed, written_once
from handrail.people.models import Person
from handrail.records.models import Record
from handrail.records.models.record import RecordQuerySet
from handrail.records.newest import newest_at
from handrail.records.reader import Reader

PAGE = 25
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    records: list[Record]
    older: str  # the mark to go on from; empty when this is the end


def pupil_page(
    reader: Reader,
    pupil: Person,
    *,
    kinds: list[str] | None = None,
    after: str = "",
    size: int = PAGE,
) -> Page:
    """A page of what the reader may know of a pupil; cost by what is shown, not what is stored."""
    at, key = read_mark(reader, after) or (None, None)
    known = Record.objects.readable_by(reader)
    rows = _about_pupil(known, pupil.pk, at, key, tuple(kinds or ()), Fixed(size + 1))
    return _page(rows, size)


@written_once
def _about_pupil(
    known: RecordQuerySet, pupil: int, at: datetime | None, key: int | None,
    kinds: tuple[str, ...], most: int,
) -> QuerySet[Record]:  # fmt: skip
    about = Q(involvements__person=pupil)
    if at is not None:
        about &= Q(involvements__happened_at__lt=at) | Q(
            involvements__happened_at=at, involvements__record_id__lt=key
        )
    records = known.filter(about)
    if kinds:
        records = records.filter(kind__in=kinds)
    newest = records.order_by("-involvements__happened_at", "-involvements__record_id")
    return newest.select_related("place", "author")[:most]


def school_page(
    reader: Reader,
    school_id: int,
    *,
    kinds: list[str] | None = None,
    after: str = "",
    size: int = PAGE,
) -> Page:
    """A page of all that the reader may know of at a school."""
    at, key = read_mark(reader, after) or (None, None)
    rows = newest_at(reader, school_id, at, key, tuple(kinds or ()), size + 1)
    return _page(rows, size)


def _page(rows: list[Record], size: int) -> Page:
    return Page(rows[:size], write_mark(rows[size - 1]) if len(rows) > size else "")


def write_mark(record: Record) -> str:
    """Where a page ended: the time and the public number of its last record."""
    return f"{(record.happened_at - _EPOCH) // timedelta(microseconds=1)}-{record.uuid}"


def read_mark(reader: Reader, text: str) -> tuple[datetime, int] | None:
    """The time and key of a mark; nothing for a mark that nobody made.

    A mark of a record that this reader may not know of is as good as one that nobody made.
    """
    parts = _parts(text)
    if parts is None:
        return None
    known = Record.objects.readable_by(reader).filter(uuid=parts[1])
    return parts[0], known.values_list("pk", flat=True).first() or 0


def is_mark(text: str) -> bool:
    """Whether it is of the form of a mark; which says nothing of whether its record is here."""
    return _parts(text) is not None


def _parts(text: str) -> tuple[datetime, UUID] | None:
    try:
        micros, number = text.split("-", 1)
        return _EPOCH + timedelta(microseconds=int(micros)), UUID(number)
    except (ValueError, OverflowError):
        return None
