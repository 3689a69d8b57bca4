"""retention: what is past its time, and destroying it in the name of those who answer for it."""

import argparse
from collections import Counter
from typing import Any

from handrail.cli.talk import NOT_READY, bar, common, is_ready, refuse, start, tell

RETENTION = """Show what is past the time for which the school keeps it, or destroy it. The same as
School, Keeping on the pages, with the same rules: the head answers for it, a second person says
yes where there is one, holds are kept, and certificates are written. It shows numbers, no names.

  handrail retention --preview
  handrail retention --run --by okafor --second ahmed
  handrail retention --run --school "Spring Lane Primary" --by okafor --json

Exit code 2 when it is refused; nothing is destroyed then.
"""


def add_commands(commands: Any) -> None:
    command = commands.add_parser("retention", help="what is past its time", description=RETENTION)
    retention = common(command)
    what = retention.add_mutually_exclusive_group(required=True)
    what.add_argument("--preview", action="store_true", help="show, destroy nothing")
    what.add_argument("--run", dest="carry_out", action="store_true", help="destroy what is due")
    retention.add_argument("--school", help="its name; needed when there are several")
    retention.add_argument("--by", metavar="NAME", help="sign-in name of the head")
    retention.add_argument("--second", metavar="NAME", help="sign-in name of who says yes")
    retention.set_defaults(run=run_retention)


def run_retention(arguments: argparse.Namespace) -> int:
    start()
    if not is_ready():
        return refuse(arguments, NOT_READY)
    from handrail.records.refusal import Refused  # noqa: PLC0415
    from handrail.school.models import School  # noqa: PLC0415

    schools = School.objects.order_by("name")
    if arguments.school:
        schools = schools.filter(name=arguments.school)
    if schools.count() != 1:
        names = ", ".join(School.objects.values_list("name", flat=True)) or "none"
        return refuse(arguments, f"Name one school with --school. Here: {names}.")
    try:
        return _run(arguments, schools[0]) if arguments.carry_out else _show(arguments, schools[0])
    except Refused as refused:
        return refuse(arguments, refused.sentence)


def _show(arguments: argparse.Namespace, school: Any) -> int:
    from handrail.keeping.beside import due_beside  # noqa: PLC0415
    from handrail.keeping.planning import everything_due  # noqa: PLC0415

    found = everything_due(school)
    due = Counter((one.rule.kind.plural, one.happened_on.year, one.rule.sentence)
                  for one in found if not one.holds)  # fmt: skip
    held = sum(1 for one in found if one.holds)
    lines = [f"{count:6}  {kind} from {year}: {rule}"
             for (kind, year, rule), count in sorted(due.items())]  # fmt: skip
    beside = due_beside(school)
    lines += [f"{one.count:6}  {one.said}: {one.rule}" for one in beside]
    lines.append(f"{held:6}  past their time, and held" if held else "")
    said = "\n".join(line for line in lines if line) or "Nothing is past its time."
    rows = [{"kind": kind, "year": year, "rule": rule, "count": count}
            for (kind, year, rule), count in sorted(due.items())]  # fmt: skip
    tell(arguments, said, ok=True, due=rows, total=sum(due.values()), held=held,
         beside=[{"what": one.kept.slug, "until": one.until, "count": one.count, "rule": one.rule}
                 for one in beside])  # fmt: skip
    return 0


def _run(arguments: argparse.Namespace, school: Any) -> int:
    from handrail.keeping.beside import due_beside  # noqa: PLC0415
    from handrail.keeping.destroying import (  # noqa: PLC0415
        confirm,
        propose,
        second_people,
        withdraw,
    )
    from handrail.keeping.models import Destruction  # noqa: PLC0415
    from handrail.keeping.planning import preview  # noqa: PLC0415
    from handrail.records.refusal import Refused  # noqa: PLC0415

    head = _reader(arguments.by, "--by")
    yes = _reader(arguments.second, "--second") if arguments.second else head
    seconds = second_people(school, head.person)
    if seconds.exists() and not seconds.filter(pk=yes.person_id).exists():
        raise Refused("A second person must say yes: another head or a designated lead (--second).")
    done = []
    for circle in Destruction.Circle.values:
        due = preview(head, school, circle).due
        beside = circle == Destruction.Circle.ORDINARY and due_beside(school)
        if not due and not beside:
            continue
        row = propose(head, school, circle)
        try:
            with bar(arguments, "Destroying", len(due)) as progress:
                done.append(confirm(yes, row, progress=progress))
        except Refused:
            withdraw(head, row)
            raise
    rows = [{"certificate": row.called, "destroyed": row.lines.filter(outcome="destroyed").count(),
             "beside": sum(line["destroyed"] for line in row.beside), "hash": row.hash}
            for row in done]  # fmt: skip
    said = [
        f"Certificate {row['certificate']}: {row['destroyed']} records destroyed"
        + (f", and {row['beside']} rows beside them." if row["beside"] else ".")
        for row in rows
    ]
    tell(arguments, "\n".join(said) or "Nothing is past its time.", ok=True, certificates=rows)
    return 0


def _reader(name: str | None, option: str) -> Any:
    from handrail.people.models import User  # noqa: PLC0415
    from handrail.records.reader import reader_for  # noqa: PLC0415
    from handrail.records.refusal import Refused  # noqa: PLC0415

    user = User.objects.filter(username=(name or "").lower(), is_active=True).first()
    if user is None:
        raise Refused(f"Name somebody who can sign in with {option}.")
    return reader_for(user.person)
