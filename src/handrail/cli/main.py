"""The console command: one line a command, and what each teaches."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from errno import EACCES, ENOSPC, EPERM, EROFS
from typing import NoReturn

from handrail import __version__
from handrail.core.refusal import Refused

DONE, WRONG, REFUSED = 0, 1, 2

ABOUT = """The record of learning and behaviour support for schools.

All data lives in one folder, HANDRAIL_HOME (./.handrail when not set). The database is
DATABASE_URL, or SQLite in that folder. Exit codes: 0 done, 1 found something wrong, 2 refused.
"""


class _Reader(argparse.ArgumentParser):
    """Reads what was typed; a script that asked for JSON is told in JSON what is wrong with it."""

    asked: Sequence[str] = ()

    def error(self, message: str) -> NoReturn:
        if "--json" in _Reader.asked:
            print(json.dumps({"ok": False, "reason": message}))
            self.exit(REFUSED)
        super().error(message)


def parser() -> argparse.ArgumentParser:
    """Every command with its help."""
    from handrail.cli import (  # noqa: PLC0415 - quick `--version`
        account,
        care,
        demonstrate,
        evidence,
        keep,
        move,
        retain,
        run,
    )

    top = _Reader(
        prog="handrail", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"Handrail {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    for room in (run, demonstrate, move, care, keep, retain, account, evidence):
        room.add_commands(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.settings")
    before = os.umask(0o077)  # whatever a command makes holds children's records, or keys
    try:
        return _run(argv)
    finally:
        os.umask(before)


def _run(argv: Sequence[str] | None) -> int:
    _Reader.asked = sys.argv[1:] if argv is None else argv
    arguments = parser().parse_args(argv)
    from handrail.cli.talk import refuse  # noqa: PLC0415

    try:
        code = int(arguments.run(arguments))
        sys.stdout.flush()
        return code
    except Refused as refused:
        return refuse(arguments, refused.sentence)
    except BrokenPipeError:  # whoever read us has seen enough, as in `handrail doctor | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG
    except KeyboardInterrupt:
        print("Stopped. Nothing was left half done.", file=sys.stderr)
        return REFUSED
    except Exception as problem:
        if not (sentence := _outside(problem)):
            raise
        return refuse(arguments, sentence)


def _outside(problem: Exception) -> str:
    """In a sentence, what no line of ours can help: the disk, its rights, or the database."""
    from django.db import InterfaceError, OperationalError  # noqa: PLC0415

    if isinstance(problem, OSError) and problem.errno in {EACCES, EPERM, EROFS, ENOSPC}:
        return f"{problem.filename or 'A file'} cannot be written: {problem.strerror}."
    if isinstance(problem, OperationalError | InterfaceError):
        why = (str(problem).strip().splitlines() or ["no reason given"])[0].strip(" .")
        return f"The database cannot be read or written: {why}. Run: handrail doctor"
    return ""


if __name__ == "__main__":
    sys.exit(main())
