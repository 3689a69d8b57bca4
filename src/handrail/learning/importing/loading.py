"""Loading objectives: a dry run that says what would change, then all of it or nothing."""

from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from handrail.core import clock
from handrail.learning.importing.reading_case import read_case
from handrail.learning.importing.reading_csv import read_csv
from handrail.learning.importing.rows import Fault, RawFramework, RawObjective, find_faults
from handrail.learning.models import Framework, Objective, Prerequisite
from handrail.learning.objectives import OWN_TARGETS, in_use
from handrail.school.models import School

FIELDS = ("text", "subject", "stage", "year", "strand")
IN_USE = (
    "This objective was planned or marked with other words, and is never reworded. "
    "Give the new words a new code, and retire the old one."
)


@dataclass
class ObjectivesReport:
    """What a file brings, or would bring: how many are new, changed, retired and as they were."""

    framework: str
    added: int = 0
    changed: int = 0
    retired: int = 0
    same: int = 0
    loaded: bool = False
    faults: list[Fault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok, "framework": self.framework, "added": self.added,
            "changed": self.changed, "retired": self.retired, "same": self.same,
            "loaded": self.loaded, "errors": [fault.as_json() for fault in self.faults],
        }  # fmt: skip

    def __str__(self) -> str:
        if self.faults:
            lines = "\n".join(f"  {fault}" for fault in self.faults)
            return f"Nothing was loaded. {len(self.faults)} to mend:\n{lines}"
        said = "were" if self.loaded else "would be"
        return (
            f"{self.framework}: {self.added} {said} added, {self.changed} changed, "
            f"{self.retired} retired; {self.same} are as they were."
        )


def import_objectives(
    path: Path, school: School, *, name: str = "", sort: str = "", dry_run: bool = False
) -> ObjectivesReport:
    """Load one file (.csv, or .json as CASE) into the school's framework of that name.

    All or nothing: one bad row loads none, and each is named with file, line, column, value and
    reason. Loading a file twice changes nothing. What the file does not name stays as it is.
    """
    read = read_case(path) if path.suffix.casefold() == ".json" else read_csv(path)
    read.name, read.sort = name or read.name, sort or read.sort
    if not read.faults:
        find_faults(read)
    report = ObjectivesReport(read.name, faults=read.faults)
    if report.ok:
        with transaction.atomic():
            _load(read, school, report)
            report.loaded = report.ok and not dry_run
            transaction.set_rollback(not report.loaded)
    return report


def _load(read: RawFramework, school: School, report: ObjectivesReport) -> None:
    if amiss := _name_amiss(read, school):
        read.amiss(amiss, value=read.name)
        return
    framework, _ = Framework.objects.get_or_create(
        school=school, name=read.name, defaults={"sort": read.sort, "source": read.source[:300]}
    )
    have = {one.code: one for one in framework.objectives.all()}
    used = in_use(one.pk for one in have.values())
    fresh: list[Objective] = []
    for position, row in enumerate(read.rows):
        one = have.get(row.code)
        if one is None:
            one = _filled(Objective(framework=framework, code=row.code), row, position)
            fresh.append(one)
            report.added += 1
        else:
            _update(read, row, one, used, report)
    Objective.objects.bulk_create(fresh, batch_size=500)
    have.update({one.code: one for one in framework.objectives.all()})
    _join(read, have)


def _name_amiss(read: RawFramework, school: School) -> str:
    """Why nothing can be loaded into the list of this name; nothing where it can."""
    there = Framework.objects.filter(school=school, name=read.name).first()
    if read.name == OWN_TARGETS or (there and there.sort == Framework.Sort.PUPIL):
        return "This name is taken by the pupils’ own targets. Give another."
    if there and there.retired_on:
        return "The list of this name was retired. Bring it back first, or give another name."
    return ""


def _filled(one: Objective, row: RawObjective, position: int) -> Objective:
    for name in FIELDS:
        setattr(one, name, getattr(row, name))
    one.position = position
    one.retired_on = clock.today() if row.retired else None
    one.fold_words()
    return one


def _update(
    read: RawFramework, row: RawObjective, one: Objective, used: frozenset[int],
    report: ObjectivesReport,
) -> None:  # fmt: skip
    differs = [name for name in FIELDS if getattr(one, name) != getattr(row, name)]
    if "text" in differs and one.pk in used:
        read.amiss(IN_USE, row.line, "text", row.text)
    elif row.retired and one.retired_on is None:
        one.retired_on = clock.today()
        one.save()
        report.retired += 1
    elif differs:
        _filled(one, row, one.position).save()
        report.changed += 1
    else:
        report.same += 1


def _join(read: RawFramework, have: dict[str, Objective]) -> None:
    """Small steps under their objective, and what each needs; only what is not there yet."""
    moved = []
    for row in read.rows:
        one, parent = have[row.code], have.get(row.parent)
        if parent and one.parent_id != parent.pk:
            one.parent = parent
            moved.append(one)
    Objective.objects.bulk_update(moved, ["parent"], batch_size=500)
    Prerequisite.objects.bulk_create(
        (Prerequisite(objective=have[row.code], needs=have[code])
         for row in read.rows for code in row.needs),
        ignore_conflicts=True,
    )  # fmt: skip
