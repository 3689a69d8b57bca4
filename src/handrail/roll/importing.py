"""Importing the roll: read, compare, load all of it or nothing, and say what happened."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from handrail.core import clock
from handrail.core.progress import Progress, silent
from handrail.people.models import Person
from handrail.roll.begun import marked
from handrail.roll.bundle import RollBundle
from handrail.roll.faults import Fault, Question, RollRefused, Weight
from handrail.roll.identity import said_of_school, taken_before
from handrail.roll.loading import load
from handrail.roll.models import ImportRun
from handrail.roll.reading import read_roll
from handrail.roll.schools import settle_school
from handrail.roll.tally import Tally
from handrail.school.models import School


@dataclass
class RollReport:
    """What an import did, or would do. `ok` when nothing stands in its way."""

    ok: bool
    dry_run: bool
    school: str = ""
    tally: Tally = field(default_factory=Tally)
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    instead: str = ""  # the sort that refused files look like, where it is another

    @property
    def refused(self) -> bool:
        """Whether the files were refused as a whole: no row can be left out to load the rest."""
        return any(fault.weight is Weight.FILE for fault in self.errors)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "dry_run": self.dry_run,
            "school": self.school,
            **self.tally.as_json(),
            "errors": [fault.as_json() for fault in self.errors],
            "warnings": [fault.as_json() for fault in self.warnings],
            "questions": [question.as_json() for question in self.questions],
        }

    def __str__(self) -> str:
        """For a terminal: counts in a table, then what is amiss, then what to do."""
        return "\n".join([*self._counts(), *self._amiss(), self._verdict()])

    def _counts(self) -> list[str]:
        counts = self.tally.as_json()
        sorts = [sort for sort in counts["added"] if any(row[sort] for row in counts.values())]
        if not sorts:
            return []
        head = f"{self.school:<24}" + "".join(f"{name:>11}" for name in counts)
        return [head, *(f"  {sort:<22}" + "".join(f"{row[sort]:>11,}" for row in counts.values())
                        for sort in sorts)]  # fmt: skip

    def _amiss(self) -> list[str]:
        def line(fault: Fault) -> str:
            at = f"{fault.file} line {fault.line}" if fault.line else fault.file
            column = f", {fault.column}" if fault.column else ""
            value = f" ({fault.value})" if fault.value else ""
            return f"  {at}{column}: {fault.reason}{value}" if at else f"  {fault.reason}"

        asked = [f"  {q.slug}: {q.sentence} {' / '.join(q.choices)}" for q in self.questions]
        parts = []
        for title, lines in (
            ("Refused:" if self.refused else "Left out:", [line(fault) for fault in self.errors]),
            ("To know:", [line(fault) for fault in self.warnings]),
            ("To answer, with --answer NAME=ANSWER:", asked),
        ):
            parts += [title, *lines] if lines else []
        return parts

    def _verdict(self) -> str:
        if self.questions:
            return "Nothing was changed: the questions above wait for an answer."
        if self.refused:
            then = "" if self.instead else " Mend them first."
            return f"Nothing was changed: the files were refused as a whole.{then}"
        if not self.ok:
            return "Nothing was changed. Mend the rows above, or add --skip-bad to leave them out."
        return "Nothing was changed: this was a dry run." if self.dry_run else "Loaded."


def import_roll(
    path: Path,
    *,
    fmt: str,
    school_name: str | None = None,
    skip_bad: bool = False,
    strict: bool = False,
    dry_run: bool = True,
    answers: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
    by: Person | None = None,
    at_school: School | None = None,
    progress: Progress = silent,
) -> RollReport:
    """Load a school's roll from files: all of it in one transaction, or nothing.

    A dry run does the very same and takes it back, so that its counts are the true ones. A row
    that is left out stops the load unless `skip_bad`; an unanswered question always does.
    `at_school` is where the administrator is signed in: files of another school are refused.
    """
    answered = dict(answers or {})
    try:
        bundle = read_roll(
            path, fmt, school_name=school_name, strict=strict, answers=answered,
            mapping=dict(mapping or {}), today=clock.today(),
            at=at_school.name if at_school else "", taken=taken_before(),
        )  # fmt: skip
        with nullcontext() if dry_run else marked(), transaction.atomic():
            report = _load(bundle, answered, by, at_school, progress)
            report.ok = not report.questions and (skip_bad or not report.errors)
            report.dry_run = dry_run
            if dry_run or not report.ok:
                transaction.set_rollback(True)
    except RollRefused as refused:
        return RollReport(
            ok=False, dry_run=dry_run, errors=[refused.fault], instead=refused.instead
        )
    return report


def _load(
    bundle: RollBundle,
    answers: Mapping[str, str],
    by: Person | None,
    at_school: School | None,
    progress: Progress,
) -> RollReport:
    tally = Tally()
    school = None
    if bundle.school is not None:
        school = settle_school(bundle, tally, answers, at_school)
    if school is not None:
        load(bundle, school, tally, answers, progress)
    report = RollReport(
        ok=False,
        dry_run=True,
        school=school.name if school else "",
        tally=tally,
        errors=[fault for fault in bundle.faults if fault.weight is not Weight.WARN],
        warnings=[fault for fault in bundle.faults if fault.weight is Weight.WARN],
        questions=list(bundle.questions),  # whoever asks takes only an answer that fits
    )
    if school is not None:
        _note(bundle, school, report, by)
    return report


def _note(bundle: RollBundle, school: School, report: RollReport, by: Person | None) -> None:
    ImportRun.objects.create(
        school=school, fmt=bundle.fmt, fingerprint=bundle.fingerprint, made_at=bundle.made_at,
        whole=bundle.whole, counts=report.tally.as_json(), by=by, at=clock.now(),
        faults=[fault.as_json() for fault in report.errors], school_said=said_of_school(bundle),
    )  # fmt: skip
