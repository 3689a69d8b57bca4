"""backup and restore: so that what was written lasts, and comes back."""

import argparse
import getpass
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from handrail.cli.home import close_home, make_home
from handrail.cli.talk import NOT_READY, bar, common, is_ready, may_ask, refuse, start, tell
from handrail.core.dates import said_moment

BACKUP = """Write one locked file with the database as of this moment, the attachments and the
secret key; the school can work on. Before it is called good it is opened again, restored into a
scratch database, and every revision and attachment in it is checked. Old ones are then removed:
7 days, 5 weeks and 12 months stay (HANDRAIL_BACKUP_KEEP). Where something in it is broken, it is
written all the same, with -unproved in its name, and no proved one is removed because of it.

  handrail backup --new-key           make a key first: the private half is shown once
  handrail backup --new-key --to /media/stick/handrail-key.txt
  handrail backup --new-key --with-passphrase
  handrail backup                     into HANDRAIL_HOME/backups
  handrail backup /safe/place/
  handrail backup --plain             not locked: anybody who gets the file can read it
  handrail backup --check             are those kept here still what they were?
  handrail backup --check FILE --identity /media/stick/handrail-key.txt
  handrail backup --practised         note that the way back was practised elsewhere today

Exit code 1: written but not proved, or a kept one is damaged. 2: nothing was written.
"""
RESTORE = """Put a backup in place. It is opened, restored to a scratch place and checked first;
what is not whole is refused and nothing here changes (--unproved takes one whose chain or files
are broken, on purpose). Refuses to overwrite unless --replace is given, and then sets what stood
here aside in HANDRAIL_HOME/before-restore-... Stop the service (`handrail serve`) first.

  handrail restore handrail-20261123-160000.tar.gz.age --identity /media/stick/handrail-key.txt
  handrail restore FILE --replace --older      back to last month, on purpose
"""


def add_commands(commands: Any) -> None:
    backup = common(commands.add_parser("backup", help="write a backup", description=BACKUP))
    backup.add_argument("path", nargs="?", type=Path, help="file or folder")
    backup.add_argument("--plain", action="store_true", help="do not lock it")
    backup.add_argument("--check", action="store_true", help="check what is kept, write nothing")
    backup.add_argument("--practised", action="store_true", help="note a practice done elsewhere")
    backup.add_argument("--new-key", action="store_true", help="make a key; its loss is explained")
    backup.add_argument("--to", type=Path, help="file for the private key, instead of the screen")
    backup.add_argument("--with-passphrase", action="store_true", help="lock the key itself")
    backup.add_argument("--keep-key", action="store_true", help="keep the private key here too")
    _identity(backup)
    backup.set_defaults(run=run_backup)
    restore = common(commands.add_parser("restore", help="put one in place", description=RESTORE))
    restore.add_argument("path", type=Path, help="the backup's file")
    restore.add_argument("--replace", action="store_true", help="set aside what is here")
    restore.add_argument("--older", action="store_true", help="go back, losing what came since")
    restore.add_argument("--unproved", action="store_true", help="take one that is broken")
    _identity(restore)
    restore.set_defaults(run=run_restore)


def _identity(command: argparse.ArgumentParser) -> None:
    command.add_argument("--identity", type=Path, metavar="FILE", help="the private key")


def run_backup(arguments: argparse.Namespace) -> int:
    start()
    if arguments.new_key:
        return run_new_key(arguments)
    if not is_ready():
        return refuse(arguments, NOT_READY)
    if arguments.check:
        return run_check(arguments)
    from handrail.keeping import ledger  # noqa: PLC0415
    from handrail.keeping.backup import make_backup  # noqa: PLC0415
    from handrail.keeping.refusal import BackupRefused  # noqa: PLC0415

    if arguments.practised:
        ledger.note("practised", file="elsewhere")
        tell(arguments, "Noted: the way back was practised today.", ok=True)
        return 0
    try:
        with bar(arguments, "Writing and proving", _steps()) as progress:
            made = make_backup(arguments.path, plain=arguments.plain, progress=progress)
    except BackupRefused as refused:
        return refuse(arguments, str(refused))
    size = made.path.stat().st_size
    said = [
        f"{made.path} ({size:,} bytes). "
        + (_unproved(made) or f"Opened again, restored to a scratch database and checked: "
           f"{made.counts['records']:,} records, {made.counts['revisions']:,} revisions, "
           f"{made.counts['attachments']:,} attachments, all whole"
           f"{' but for what is known.' if made.counts.get('known') else '.'}"),
        *made.counts.get("known", ()),
        *(f"Removed {path.name}." for path in made.removed),
    ]  # fmt: skip
    if arguments.plain:
        said.append("It is not locked: whoever gets this file can read everything in it.")
    tell(
        arguments, "\n".join(said), ok=not made.unproved, path=str(made.path), bytes=size,
        unproved=made.unproved, breaks=list(made.breaks),
        removed=[path.name for path in made.removed], **made.counts,
    )  # fmt: skip
    return 1 if made.unproved else 0


def _unproved(made: Any) -> str:
    """What is broken in it and what to do; nothing where it was proved."""
    if not made.breaks:
        return str(made.unproved)
    from handrail.keeping.pruning import newest_proved  # noqa: PLC0415

    good = newest_proved(made.path.parent)
    return (
        f"UNPROVED. {made.unproved} It is written all the same, so that what was filed since is "
        "not lost. "
        + (f"The newest proved one, {good.name}, stays. " if good else "No proved one is here. ")
        + "Run handrail verify, which names everything that is broken, and bring back what was "
        "lost or changed from a proved backup, or acknowledge what cannot be mended "
        "(docs/deploying.md, An unproved backup)."
    )


def _steps() -> int:
    from handrail.records.models import Record, Revision  # noqa: PLC0415

    return int(Revision.objects.count() + Record.everything.count())


def run_new_key(arguments: argparse.Namespace) -> int:
    """Explain, then make the key, then show it once (or write it where it was asked for)."""
    from handrail.keeping.keys import BEFORE_YOU_MAKE_IT, KeyRefused, make_key  # noqa: PLC0415

    make_home()
    if not arguments.json:
        print(BEFORE_YOU_MAKE_IT + "\n")
    passphrase = _new_passphrase(arguments) if arguments.with_passphrase else ""
    if arguments.with_passphrase and len(passphrase) < 12:
        return refuse(
            arguments, "Give a passphrase of at least 12 characters in HANDRAIL_BACKUP_PASSPHRASE."
        )
    if may_ask(arguments) and not arguments.to:
        input("Press Enter to see the private key. It is shown this once. ")
    try:
        if arguments.to and arguments.to.exists():
            raise KeyRefused(f"{arguments.to} is there already. Name another file.")
        key = make_key(passphrase=passphrase, keep=arguments.keep_key)
        if arguments.to:
            with os.fdopen(
                os.open(arguments.to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
            ) as file:  # noqa: E501
                file.write(f"# Private key of Handrail's backups\n{key.private}\n")
    except (KeyRefused, OSError) as refused:
        return refuse(arguments, str(refused))
    where = f"The private key is in {arguments.to}" if arguments.to else key.private
    tell(
        arguments,
        f"Private key, shown once:\n\n  {where}\n\nPublic key, kept here: {key.public}\n"
        "Now make a backup and open it with the key: handrail backup, then "
        "handrail backup --check --identity FILE",
        ok=True, before=BEFORE_YOU_MAKE_IT, public=key.public,
        private="" if arguments.to else key.private,
    )  # fmt: skip
    return 0


def _new_passphrase(arguments: argparse.Namespace) -> str:
    from django.conf import settings  # noqa: PLC0415

    if settings.BACKUP_PASSPHRASE or not may_ask(arguments):
        return str(settings.BACKUP_PASSPHRASE)
    first = getpass.getpass("Passphrase: ")
    return first if getpass.getpass("Once more: ") == first else ""


def _identities(arguments: argparse.Namespace, beside: Path | None) -> list[Any]:
    from django.conf import settings  # noqa: PLC0415

    from handrail.keeping.keys import identities, locked_identity  # noqa: PLC0415

    word = settings.BACKUP_PASSPHRASE
    places = [arguments.identity, locked_identity(), beside and beside.parent / "backup-key.age"]
    is_locked = any(place and place.is_file() and place.read_bytes()[:3] == b"age"
                    for place in places)  # fmt: skip
    if is_locked and not word and may_ask(arguments):
        word = getpass.getpass("Passphrase of the backup key (Enter for none): ")
    return identities(arguments.identity, word, beside=beside)


def run_check(arguments: argparse.Namespace) -> int:
    from handrail.keeping.checking import check_backups  # noqa: PLC0415
    from handrail.keeping.keys import KeyRefused  # noqa: PLC0415
    from handrail.keeping.refusal import BackupRefused  # noqa: PLC0415

    try:
        keys = _identities(arguments, arguments.path)
        with bar(arguments, "Restoring and walking") as progress:
            found = check_backups(arguments.path, keys, progress=progress)
    except (BackupRefused, KeyRefused, OSError) as refused:
        return refuse(arguments, str(refused))
    good = all(one.good for one in found)
    said = "\n".join(f"{one.path.name}: {one.what}" for one in found)
    rows = [{"file": one.path.name, "what": one.what, "good": one.good} for one in found]
    tell(arguments, said, ok=good, files=rows)
    return 0 if good else 1


def run_restore(arguments: argparse.Namespace) -> int:
    start()
    from handrail.keeping.keys import KeyRefused  # noqa: PLC0415
    from handrail.keeping.refusal import BackupRefused  # noqa: PLC0415
    from handrail.keeping.restoring import restore_backup  # noqa: PLC0415

    try:
        keys = _identities(arguments, arguments.path)
        with bar(arguments, "Restoring and proving") as progress:
            done = restore_backup(
                arguments.path, keys, replace=arguments.replace, older=arguments.older,
                unproved=arguments.unproved, progress=progress,
            )  # fmt: skip
    except (BackupRefused, KeyRefused, OSError) as refused:
        return refuse(arguments, str(refused))
    from django.conf import settings  # noqa: PLC0415

    from handrail.keeping.ledger import note  # noqa: PLC0415
    from handrail.keeping.migrating import migrate  # noqa: PLC0415
    from handrail.keeping.readings import counted  # noqa: PLC0415

    migrate()
    note("restored", file=arguments.path.name, readings=counted())
    close_home(settings.HOME)
    made = said_moment(datetime.fromisoformat(done.about["made"]))
    said = [
        f"Restored as of {made}, unproved: {done.broken} Run handrail verify, which names it all."
        if done.broken
        else f"Restored as of {made}: every revision and attachment holds"
        f"{', but for what is known.' if done.counts.get('known') else '.'}",
        *done.counts.get("known", ()),
    ]
    if done.lost:
        said.append(f"{done.lost} later changes to records, once kept here, are not in it.")
    if done.aside:
        said.append(f"What stood here is in {done.aside}. Delete it when you have looked.")
    said.append("Now run: handrail doctor")
    tell(
        arguments, "\n".join(said), ok=not done.broken, lost=done.lost,
        aside=str(done.aside or ""), **{**done.about, "unproved": done.broken},
    )  # fmt: skip
    return 1 if done.broken else 0
