"""Readings: how many there were when a backup was made, so that deleted ones show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from handrail.core.dates import said_moment
from handrail.core.hashing import sha256_hex
from handrail.keeping import ledger
from handrail.keeping.known import known_breaks
from handrail.records.models import AccessEntry

Readings = dict[str, Any]


def counted() -> Readings:
    """The number of the last reading, and how many there are up to it."""
    last = AccessEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    return {"last": last, "count": _up_to(last)}


def to_note() -> Readings:
    """What a backup writes down: the count of now, or while some are gone the one that shows it."""
    noted = _noted()
    return noted["readings"] if noted and _gone(noted) and not _is_known(noted) else counted()


@dataclass(frozen=True)
class Gone:
    """Readings that are gone: in a sentence, and the fingerprint of what was counted."""

    said: str
    seen: str


def readings_gone() -> Gone | None:
    """How many readings of before a backup are gone; None where none is, or where it is known.

    Readings are only ever added, so those up to a number can never become fewer. This sees rows
    that were deleted, not one that was changed, nor one that came and went since the last backup.
    A restore sets the count anew, as what stood before it is gone on purpose.
    """
    noted = _noted()
    if noted is None or not (gone := _gone(noted)) or _is_known(noted):
        return None
    rows = "reading of a record is" if gone == 1 else "readings of records are"
    return Gone(
        f"{gone:,} {rows} gone that stood in the database {said_moment(noted['at'])}.",
        _seen(noted),
    )


def _is_known(noted: Readings) -> bool:
    return any(one.seen == _seen(noted) for one in known_breaks())


def _seen(noted: Readings) -> str:
    then = noted["readings"]
    now = _up_to(then["last"])
    return sha256_hex(f"readings {then['last']} {then['count']} {now}".encode())


def _noted() -> Readings | None:
    rows = [row for act in ("made", "restored") for row in ledger.noted(act) if "readings" in row]
    return max(rows, key=lambda row: row["at"], default=None)


def _gone(noted: Readings) -> int:
    then = noted["readings"]
    return max(0, int(then["count"]) - _up_to(then["last"]))


def _up_to(last: int) -> int:
    return AccessEntry.objects.filter(pk__lte=last).count()
