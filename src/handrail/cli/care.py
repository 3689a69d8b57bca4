"""verify and doctor: looking after what was written."""

import argparse
from typing import Any

from handrail.cli.talk import NOT_READY, bar, common, is_ready, refuse, start, tell

VERIFY = """Walk the chain of every school and compare every record with its last revision. Names
the first break and all others. A kept head beside the database shows a chain whose end was cut.
Registers are walked as well: a number that is missing, double, moved or taken out is named.
Exit code 0 when all holds, 1 when anything is broken.

  handrail verify --entry 14 --year 2026 --value "3f2a 91bc 77d0 e41a"
                                  does a printed entry say what the record said?
"""
DOCTOR = """Say what is wrong with this installation and how to mend it: secrets, folder, database,
https, posts that nobody holds, terms that are missing, rounds that stopped, backups that are old.
What is marked GRAVE keeps `handrail serve` from serving. Exit codes: 0 all is well, 1 something
is found, 2 something grave is.

  handrail doctor
  handrail doctor --json          for a watcher
"""


def add_commands(commands: Any) -> None:
    verify = common(commands.add_parser("verify", help="walk the chain", description=VERIFY))
    verify.add_argument("--register", default="hold", metavar="KIND", help="which register")
    verify.add_argument("--entry", type=int, metavar="NUMBER", help="a printed entry's number")
    verify.add_argument("--year", type=int, help="in which its school year began")
    verify.add_argument("--value", default="", help="what stands at its end")
    verify.set_defaults(run=run_verify)
    doctor = common(commands.add_parser("doctor", help="what is wrong here", description=DOCTOR))
    doctor.add_argument(
        "--set-aside", action="store_true", help="move files of no record out of the attachments"
    )
    doctor.set_defaults(run=run_doctor)


def run_verify(arguments: argparse.Namespace) -> int:
    start()
    if not is_ready():
        return refuse(arguments, NOT_READY)
    if arguments.entry is not None:
        return run_check_entry(arguments)
    from handrail.keeping.heads import known_head  # noqa: PLC0415
    from handrail.keeping.readings import readings_gone  # noqa: PLC0415
    from handrail.records.models import Revision  # noqa: PLC0415
    from handrail.records.verifying import Break, verify_school  # noqa: PLC0415
    from handrail.school.models import School  # noqa: PLC0415

    checked = 0
    breaks: list[Break] = []
    with bar(arguments, "Walking the chain", 2 * Revision.objects.count()) as progress:
        for school in School.objects.order_by("pk"):
            verdict = verify_school(school, known_head=known_head(school), progress=progress)
            checked += verdict.checked
            breaks += verdict.breaks
    lines = [
        f"{b.school}, revision {b.seq}, record {b.reference or '?'}"
        f"{f', {b.entry}' if b.entry else ''}: {b.what}"
        for b in breaks
    ]
    gone = readings_gone()
    lines += [gone] if gone else []
    said = "\n".join(lines) or f"All {checked:,} revisions hold."
    more = {"readings": gone} if gone else {}
    tell(arguments, said, checked=checked, breaks=[vars(one) for one in breaks], **more)
    return 1 if lines else 0


def run_check_entry(arguments: argparse.Namespace) -> int:
    """Whether paper matches, at any school here; exit code 1 when it does not."""
    from handrail.registers.checking import check_entry  # noqa: PLC0415
    from handrail.school.models import School  # noqa: PLC0415

    if not (arguments.year and arguments.value):
        return refuse(arguments, "Give the year and the value too: --year 2026 --value 3f2a91bc")
    answers = [
        (school.name, check_entry(school.pk, arguments.register, arguments.year, arguments.entry,
                                  arguments.value))
        for school in School.objects.order_by("pk")
    ]  # fmt: skip
    best = next((one for one in answers if one[1].matches), None)
    best = best or next((one for one in answers if one[1].entry), None) or answers[0]
    name, answer = best
    if answer.matches is None:
        return refuse(arguments, answer.said)
    tell(arguments, f"{name}: {answer.said}", ok=answer.matches, school=name, said=answer.said)
    return 0 if answer.matches else 1


def run_doctor(arguments: argparse.Namespace) -> int:
    start(reach=False)  # what cannot be reached is a finding
    from handrail.keeping.doctor import examine  # noqa: PLC0415
    from handrail.keeping.looks_data import set_aside_strays  # noqa: PLC0415

    if arguments.set_aside:
        set_aside_strays()

    found = examine()
    lines = [f"{'GRAVE  ' if one.grave else ''}{one.what} {one.mend}" for one in found]
    said = "\n".join(lines) or "All is well."
    tell(arguments, said, ok=not found, findings=[vars(one) for one in found])
    return (2 if any(one.grave for one in found) else 1) if found else 0
