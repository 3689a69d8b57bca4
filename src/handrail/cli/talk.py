"""How commands talk: sentences, JSON where a script reads, a bar for what takes long."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from handrail.core.progress import Progress, silent
from handrail.core.refusal import Refused

REFUSED = 2
NOT_READY = "There is no database of this version here. Run: handrail init"


def start(*, reach: bool = True) -> None:
    """Load the application; commands that need the database call it first.

    Raises Refused when the database must be within `reach` and is not.
    """
    import django  # noqa: PLC0415 - `--help` must not wait for it

    django.setup()
    from handrail.keeping.databases import SEE_POSTGRES, why_unreachable  # noqa: PLC0415

    if reach and (why := why_unreachable()):
        raise Refused(f"The database cannot be reached: {why}. {SEE_POSTGRES}")


def is_ready() -> bool:
    """Whether the database can be reached and is of this version."""
    from django.db import DatabaseError, connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, UnicodeDecodeError):  # a damaged file may not even complain in letters
        return False


def common(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The options that every command knows."""
    command.add_argument("--no-input", action="store_true", help="ask nothing; refuse instead")
    command.add_argument("--json", action="store_true", help="print what a script can read")
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    return command


def whole(least: int, most: int) -> Callable[[str], int]:
    """What an option takes that is a number; argparse says the sentence when it is none."""

    def read(given: str) -> int:
        if not given.isdecimal() or not least <= int(given) <= most:
            raise argparse.ArgumentTypeError(
                f"give a whole number from {least} to {most}, not {given}"
            )
        return int(given)

    return read


def may_ask(arguments: argparse.Namespace) -> bool:
    """Whether somebody sits at a terminal and may be asked."""
    return not arguments.no_input and sys.stdin.isatty() and sys.stdout.isatty()


def tell(arguments: argparse.Namespace, sentence: str, **facts: Any) -> None:
    """A sentence for people, or the facts as JSON."""
    print(json.dumps(facts, default=str) if arguments.json else sentence)


def refuse(arguments: argparse.Namespace, sentence: str, **facts: Any) -> int:
    """Say why not; exit code 2."""
    if arguments.json:
        print(json.dumps({"ok": False, "reason": sentence, **facts}, default=str))
    else:
        print(sentence, file=sys.stderr)
    return REFUSED


@contextmanager
def bar(arguments: argparse.Namespace, words: str, total: int | None = None) -> Iterator[Progress]:
    """A progress bar on the terminal's error stream; nothing when a script listens."""
    if arguments.json or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console  # noqa: PLC0415 - only where a bar is drawn
    from rich.progress import Progress as Drawn  # noqa: PLC0415

    with Drawn(console=Console(stderr=True), transient=True) as drawn:
        line = drawn.add_task(words, total=total)

        class Bar:
            def step(self, n: int = 1) -> None:
                drawn.advance(line, n)

        yield Bar()
