"""verify and doctor: looking after what was written."""

import argparse
from typing import Any

from handrail.cli.talk import NOT_READY, bar, common, is_ready, refuse, start, tell

VERIFY = """Walk the chain of every school and compare every record with its last revision. Names
the first break and all others. A kept head beside the database shows a chain whose end was cut.
Registers are walked as well: a number that is missing, double, moved or taken out is named.
Exit code 0 when all holds, 1 when anything is broken.

What is broken and cannot be mended, or lost and cannot be brought back, is acknowledged in the name
of the head or a designated lead. It is told each time from then on, with the reason, and no longer
counts as broken; whatever else is found, there or elsewhere, does.

  handrail verify --acknowledge 3f2a91bc77d0e41a --by okafor --reason "The photo was lost in the
                                  fire of 3 March; the report names what it showed"
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
    verify.add_argument("--acknowledge", metavar="NUMBER", help="make one break known")
    verify.add_argument("--by", metavar="SIGN-IN", help="in whose name")
    verify.add_argument("--reason", default="", help="what happened, and why it stays so")
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
    if not arguments.acknowledge and (arguments.by or arguments.reason):
        return refuse(arguments, "Say with --acknowledge which break --by and --reason are about.")
    from handrail.keeping.heads import known_head  # noqa: PLC0415
    from handrail.keeping.readings import readings_gone  # noqa: PLC0415
    from handrail.records.models import Revision  # noqa: PLC0415
    from handrail.records.verifying import Break, verify_school  # noqa: PLC0415
    from handrail.school.models import School  # noqa: PLC0415

    checked = 0
    breaks: list[Break] = []
    by_school: dict[str, str] = {}
    with bar(arguments, "Walking the chain", 2 * Revision.objects.count()) as progress:
        for school in School.objects.order_by("pk"):
            verdict = verify_school(school, known_head=known_head(school), progress=progress)
            checked += verdict.checked
            breaks += verdict.breaks
            by_school |= {one.seen: str(school.uuid) for one in verdict.breaks}
    gone = readings_gone()
    if arguments.acknowledge:
        return run_acknowledge(arguments, [*breaks, *([gone] if gone else [])], by_school)
    return _tell_verdict(arguments, checked, breaks, gone)


def _tell_verdict(arguments: argparse.Namespace, checked: int, breaks: list[Any], gone: Any) -> int:
    """What is newly broken, and every break that was ever made known; 1 when anything is new."""
    from handrail.keeping.known import (  # noqa: PLC0415
        PUT_BACK,
        SHOWN,
        apart,
        known_breaks,
        why_not_all,
    )

    new, there = apart(breaks)
    lines = [f"{one.said} [{one.seen[:SHOWN]}]" for one in [*new, *([gone] if gone else [])]]
    if lines:
        lines.append(
            "What cannot be mended is made known by the number after it: "
            "handrail verify --acknowledge NUMBER --by SIGN-IN --reason WHY"
        )
    if changed := why_not_all():
        lines.append(f"{changed} {PUT_BACK}")
    wrong = bool(lines)
    known = [(one, one in there or not one.school) for one in known_breaks()]
    if not wrong:
        lines = [f"All {checked:,} revisions hold{', but for what is known' if there else ''}."]
    lines += [one.told + ("" if is_there else " It is no longer found.") for one, is_there in known]
    more: dict[str, Any] = {"readings": gone.said} if gone else {}
    if known:
        more["known"] = [{**vars(one), "found": is_there} for one, is_there in known]
    if changed:
        more["changed"] = changed
    tell(arguments, "\n".join(lines), checked=checked, breaks=[vars(one) for one in new], **more)
    return 1 if wrong else 0


def run_acknowledge(
    arguments: argparse.Namespace, found: list[Any], by_school: dict[str, str]
) -> int:
    """Make one break known, as it is now, in somebody's name and for a reason."""
    from handrail.core.refusal import reason_given  # noqa: PLC0415
    from handrail.keeping.known import SHOWN, acknowledge, apart  # noqa: PLC0415

    number = arguments.acknowledge.strip().lower()
    new, there = apart(found)
    if any(one.seen[:SHOWN] == number for one in there):
        return refuse(arguments, f"The break {number} is known already.")
    which = [one for one in new if one.seen[:SHOWN] == number]
    if len(which) != 1:
        return refuse(
            arguments, f"No break {number} is found now. Take the number that handrail verify says."
        )
    school = by_school.get(which[0].seen, "")
    by = _may_acknowledge((arguments.by or "").strip().lower(), school)
    if not by:
        return refuse(
            arguments,
            "Give with --by the sign-in name of the head or a designated lead of the school, who "
            "answers for this.",
        )
    why = "Say with --reason what happened and why it stays so, in a few words."
    reason = reason_given(arguments.reason, why, "reason", most=300)
    made = acknowledge(which[0].seen, school, which[0].said, by, reason)
    tell(arguments, f"{made.told}\nIt is told each time from now on.", ok=True, **vars(made))
    return 0


def _may_acknowledge(username: str, school: str) -> str:
    """The name under which it is kept; "" for whoever may not answer for it."""
    from handrail.keeping.holding import may_hold  # noqa: PLC0415
    from handrail.people.models import User  # noqa: PLC0415
    from handrail.records.reader import reader_for  # noqa: PLC0415
    from handrail.school.models import School  # noqa: PLC0415

    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        return ""
    schools = School.objects.filter(uuid=school) if school else School.objects.all()
    reader = reader_for(user.person)
    held = any(may_hold(reader, one.pk) for one in schools)
    return f"{user.person.formal} ({username})" if held else ""


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
