"""import and export: a school's data coming in and going out."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from handrail.cli.home import make_home
from handrail.cli.run import call_init
from handrail.cli.talk import NOT_READY, bar, common, is_ready, may_ask, refuse, start, tell

IMPORT = """Load the roll from files of another system: pupils, staff, carers, groups and terms.
First a dry run says what would be added, changed, moved and left; then all of it or nothing.

  handrail import oneroster roll.zip            OneRoster 1.1 or 1.2 CSV, folder or zip
  handrail import csv folder/                   our own four files, or any with matching columns
  handrail import sds folder/                   Microsoft School Data Sync, English format
  handrail import ctf file.xml                  a transfer file of a pupil who has moved here
  handrail import objectives file.csv           what is to be learned: our own columns (code, text,
                                                subject, stage, year, strand, parent, needs), the
                                                national curriculum, or a CASE document (.json)
  handrail import attendance file.csv           the register: a pupil (upn, id or name) with date,
                                                session and code, or from, to and percentage

Every bad row is named with file, line, column, value and reason. One bad row loads nothing,
unless --skip-bad is given. Where the files leave something open, answer with --answer.
"""
EXPORT = """Write everything of a school as CSV, JSON and files with checksums: a school can leave.
README.md in it names every table, and what of the school and its people is not there and why.
The folder holds children's records: keep it as safe as the database.

  handrail export folder/ --school "Spring Lane Primary"
"""
ROLL = ("oneroster", "csv", "sds", "ctf")
ONLY_FOR = {
    "column": ("csv",), "framework": ("objectives",), "strict": ROLL, "skip_bad": ROLL,
    "answer": ROLL,
}  # fmt: skip


def add_commands(commands: Any) -> None:
    bring = common(commands.add_parser("import", help="load the roll", description=IMPORT))
    formats = ["oneroster", "csv", "sds", "ctf", "objectives", "attendance"]
    bring.add_argument("fmt", choices=formats, metavar="|".join(formats))
    bring.add_argument("path", type=Path, help="folder or zip")
    bring.add_argument("--dry-run", action="store_true", help="only say what would change")
    bring.add_argument("--skip-bad", action="store_true", help="load the rest, leave bad rows out")
    bring.add_argument("--strict", action="store_true", help="refuse what the standard refuses")
    bring.add_argument("--school", help="which school this is, where the files name none")
    bring.add_argument("--framework", default="", help="for objectives: what their list is called")
    bring.add_argument(
        "--answer",
        action="append",
        default=[],
        type=_pair,
        metavar="QUESTION=ANSWER",
        help="may be repeated",
    )
    bring.add_argument(
        "--column",
        action="append",
        default=[],
        type=_pair,
        metavar="OURS=THEIRS",
        help="for csv; repeatable",
    )
    bring.set_defaults(run=run_import)
    out = common(commands.add_parser("export", help="write everything", description=EXPORT))
    out.add_argument("folder", type=Path, help="a new folder")
    out.add_argument("--school", help="name; needed where there are several")
    out.set_defaults(run=run_export)


def _pairs(given: list[str]) -> dict[str, str]:
    return dict(part.split("=", 1) for part in given)


def _pair(given: str) -> str:
    """One NAME=VALUE of the command line, said in words when it is none."""
    if "=" not in given:
        raise argparse.ArgumentTypeError(f"write it as NAME=VALUE, not as {given}")
    return given


def _why_ignored(arguments: argparse.Namespace) -> str:
    """Which option would do nothing for these files; empty when each does something."""
    for name, formats in ONLY_FOR.items():
        if getattr(arguments, name) and arguments.fmt not in formats:
            option, listed = name.replace("_", "-"), " and ".join(formats)
            return f"--{option} is for {listed} alone, not for {arguments.fmt}. Leave it out."
    from handrail.roll.reading.columns import why_no_match  # noqa: PLC0415

    if not (arguments.column and arguments.path.exists()):
        return ""
    return why_no_match(arguments.path, _pairs(arguments.column))


def _refuse_unread(arguments: argparse.Namespace, why: str) -> int:
    """Refuse before a file was read, in the shape of a report: nothing counted, and one error."""
    error = {"file": "", "line": 0, "column": "", "value": "", "reason": why}
    if arguments.fmt not in ROLL:
        return refuse(arguments, why, errors=[error])
    from handrail.roll.tally import Tally  # noqa: PLC0415

    return refuse(arguments, why, **Tally().as_json(), errors=[error])


def run_import(arguments: argparse.Namespace) -> int:
    if why := _why_ignored(arguments):
        return _refuse_unread(arguments, why)
    make_home()
    start()
    if not is_ready():  # a first import makes its own installation
        call_init()
    if not arguments.path.exists():
        return _refuse_unread(arguments, f"{arguments.path} is not there.")
    if arguments.fmt == "attendance" and arguments.path.is_dir():
        return _refuse_unread(arguments, f"{arguments.path} is a folder. Give the file.")
    from handrail.roll.begun import CUT_OFF, was_cut_off  # noqa: PLC0415

    if was_cut_off():
        print(CUT_OFF, file=sys.stderr)
    if arguments.fmt in {"objectives", "attendance"} and not _one_school(arguments):
        return refuse(arguments, _which_school())
    report = _import(arguments, dry_run=True)
    if not report.ok or arguments.dry_run:
        return _say(arguments, report)
    if may_ask(arguments) and not arguments.json:
        print(report)
        if input("Load this? Type yes: ").strip().lower() != "yes":
            return refuse(arguments, "Nothing was changed.")
    return _say(arguments, _import(arguments, dry_run=False))


def _one_school(arguments: argparse.Namespace) -> Any:
    """The school that is meant, or nothing while that is not clear."""
    from handrail.school.models import School  # noqa: PLC0415

    schools = School.objects.filter(name=arguments.school) if arguments.school else School.objects
    return schools.get() if schools.count() == 1 else None


def _which_school() -> str:
    from handrail.school.models import School  # noqa: PLC0415

    names = ", ".join(School.objects.values_list("name", flat=True))
    return f"Say which school with --school. Here are: {names or 'none'}."


def _import_objectives(arguments: argparse.Namespace, *, dry_run: bool) -> Any:
    from handrail.learning.importing import import_objectives  # noqa: PLC0415

    return import_objectives(
        arguments.path, _one_school(arguments), name=arguments.framework, dry_run=dry_run
    )


def _import_attendance(arguments: argparse.Namespace, *, dry_run: bool) -> Any:
    from handrail.attendance.loading import import_attendance  # noqa: PLC0415

    path, school = arguments.path, _one_school(arguments)
    return import_attendance(path.name, path.read_bytes(), school, dry_run=dry_run)


def _import(arguments: argparse.Namespace, *, dry_run: bool) -> Any:
    if arguments.fmt == "objectives":
        return _import_objectives(arguments, dry_run=dry_run)
    if arguments.fmt == "attendance":
        return _import_attendance(arguments, dry_run=dry_run)
    from handrail.roll.importing import import_roll  # noqa: PLC0415

    with bar(arguments, "Reading" if dry_run else "Loading") as progress:
        return import_roll(
            arguments.path,
            fmt=arguments.fmt,
            school_name=arguments.school,
            skip_bad=arguments.skip_bad,
            strict=arguments.strict,
            dry_run=dry_run,
            answers=_pairs(arguments.answer),
            mapping=_pairs(arguments.column),
            progress=progress,
        )


def _say(arguments: argparse.Namespace, report: Any) -> int:
    if arguments.json:
        print(json.dumps(report.as_json(), default=str))
    else:
        print(report, file=sys.stdout if report.ok else sys.stderr)
    return 0 if report.ok else 2


def run_export(arguments: argparse.Namespace) -> int:
    start()
    if not is_ready():
        return refuse(arguments, NOT_READY)
    from handrail.sharing.leaving import export_school  # noqa: PLC0415

    school = _one_school(arguments)
    if school is None:
        return refuse(arguments, _which_school())
    try:
        with bar(arguments, "Writing") as progress:
            counts = export_school(school, arguments.folder, progress=progress)
    except OSError as problem:
        return refuse(arguments, str(problem))
    lines = "\n".join(f"{count:>10,}  {name}" for name, count in counts.items())
    tell(arguments, f"{lines}\nWritten to {arguments.folder}", ok=True, rows=counts)
    return 0
