"""Loading attendance: a dry run that says what would change, then all of it or nothing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from handrail.attendance.finding import Finder
from handrail.attendance.keeping import KEPT
from handrail.attendance.models import HalfDay, Share
from handrail.attendance.reading import Read, read_attendance
from handrail.core import clock
from handrail.keeping.beside import last_day_due
from handrail.learning.importing import Fault
from handrail.people.models import Person
from handrail.school.models import School

BATCH = 1_000


@dataclass
class AttendanceReport:
    """What a file brings, or would bring: how many rows are new, changed and as they were."""

    file: str
    pupils: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    first: date | None = None
    last: date | None = None
    loaded: bool = False
    faults: list[Fault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok, "file": self.file, "pupils": self.pupils, "added": self.added,
            "changed": self.changed, "same": self.same, "first": self.first, "last": self.last,
            "loaded": self.loaded, "errors": [fault.as_json() for fault in self.faults],
        }  # fmt: skip

    def __str__(self) -> str:
        if self.faults:
            lines = "\n".join(f"  {fault}" for fault in self.faults)
            return f"Nothing was loaded. {len(self.faults)} to mend:\n{lines}"
        said = "were" if self.loaded else "would be"
        return (
            f"{_people(self.pupils)}, {self.first} to {self.last}: {self.added} {said} added, "
            f"{self.changed} changed; {self.same} are as they were."
        )


def _people(number: int) -> str:
    return "1 pupil" if number == 1 else f"{number} pupils"


def import_attendance(
    name: str, body: bytes, school: School, *, by: Person | None = None, dry_run: bool = False
) -> AttendanceReport:
    """Bring one CSV file of attendance to a school; `by` is nobody when the command does it.

    All or nothing: one bad row loads none, and each is named with file, line, column, value and
    reason. The same file again changes nothing; a later file corrects what it names. Days past
    the period that the school keeps attendance for are refused; what is here goes by retention.
    """
    today = clock.today()
    read = read_attendance(name, body, Finder(school), last_day_due(KEPT, school, today), today)
    report = AttendanceReport(name, faults=read.faults)
    if report.ok:
        with transaction.atomic():
            _load(read, school, by, report)
            report.loaded = not dry_run
            transaction.set_rollback(dry_run)
    return report


def _load(read: Read, school: School, by: Person | None, report: AttendanceReport) -> None:
    whose = {"school": school, "brought_by": by, "brought_at": clock.now()}
    codes = {(row.pupil, row.date, row.half): row.code for row in read.codes}
    shares = {(row.pupil, row.first, row.last): row.per_cent for row in read.shares}
    _keep(HalfDay, ("date", "half"), "code", codes, whose, report)
    _keep(Share, ("first", "last"), "per_cent", shares, whose, report)
    days = [day for _, *days in (*codes, *shares) for day in days if isinstance(day, date)]
    report.pupils = len({key[0] for key in (*codes, *shares)})
    report.first, report.last = min(days), max(days)


def _keep(
    model: type[Any], when: tuple[str, str], what: str, wanted: dict[tuple[Any, ...], Any],
    whose: dict[str, Any], report: AttendanceReport,
) -> None:  # fmt: skip
    """New rows, and those that say something else now; what is as it was is not touched."""
    if not wanted:
        return
    firsts = [key[1] for key in wanted]
    rows = model.objects.filter(
        school=whose["school"], **{f"{when[0]}__range": (min(firsts), max(firsts))}
    )
    there = {(row.pupil_id, *(getattr(row, name) for name in when)): row for row in rows}
    fresh, changed = [], []
    for key, value in wanted.items():
        row = there.get(key)
        if row is None:
            named = dict(zip(when, key[1:], strict=True))
            fresh.append(model(pupil_id=key[0], **named, **{what: value}, **whose))
        elif getattr(row, what) != value:
            for name, said in {**whose, what: value}.items():
                setattr(row, name, said)
            changed.append(row)
    model.objects.bulk_create(fresh, batch_size=BATCH)
    model.objects.bulk_update(changed, [what, "brought_at", "brought_by"], batch_size=BATCH)
    report.added, report.changed = report.added + len(fresh), report.changed + len(changed)
    report.same += len(wanted) - len(fresh) - len(changed)
