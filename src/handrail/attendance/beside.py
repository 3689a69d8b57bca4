"""Attendance as it leaves: all about a pupil in words, and the school's tables."""

from datetime import date

from handrail.attendance.models import HalfDay, Share
from handrail.core.dates import said_day
from handrail.people.models import Person
from handrail.records.beside import Said, Tables
from handrail.school.models import School


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """Each share, and all half days by month, with their national codes, oldest first."""
    ends = {"since": since or date.min, "until": until or date.max}
    shares = Share.objects.filter(
        pupil=pupil, school=school, last__gte=ends["since"], first__lte=ends["until"]
    )
    said = [
        Said("Attendance", f"{row.per_cent:g}% from {said_day(row.first)} to {said_day(row.last)}")
        for row in shares
    ]
    months: dict[str, list[str]] = {}
    rows = HalfDay.objects.filter(
        pupil=pupil, school=school, date__range=(ends["since"], ends["until"])
    )
    for row in rows.order_by("date", "half"):
        month = months.setdefault(f"{row.date:%B %Y}", [])
        month.append(f"{row.date.day} {row.get_half_display().lower()}: {row.code}")
    return [*said, *(Said("Attendance, national codes", f"{month}\n{', '.join(days)}")
                     for month, days in months.items())]  # fmt: skip


def tables(school: School) -> Tables:
    """Half days and shares as tables, with numbers of people instead of keys."""
    halves, shares = HalfDay.objects.filter(school=school), Share.objects.filter(school=school)
    tail = ["brought_at", "brought_by"]
    keys = ["brought_at", "brought_by__uuid"]
    return {
        "attendance.csv": (
            ["pupil", "date", "session", "code", *tail],
            halves.order_by("pk").values_list("pupil__uuid", "date", "half", "code", *keys)
            .iterator(chunk_size=2_000),
        ),
        "attendance_shares.csv": (
            ["pupil", "from", "to", "percentage", *tail],
            shares.order_by("pk").values_list("pupil__uuid", "first", "last", "per_cent", *keys),
        ),
    }  # fmt: skip
