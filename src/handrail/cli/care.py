"""verify, doctor, backup and restore: looking after what was written."""

import argparse
from pathlib import Path
from typing import Any

from handrail.cli.talk import NOT_READY, bar, common, is_ready, refuse, start, tell

VERIFY = """Walk the chain of every school and compare every record with its last revision. Names
the first break and all others. A kept head beside the database shows a chain whose end was cut.
Exit code 0 when all holds, 1 when anything is broken.
"""
DOCTOR = """Say what is wrong with this installation and how to mend it: secrets, folder, database,
https, posts that nobody holds, terms that are missing, rounds that stopped, backups that are old.
What is marked GRAVE keeps `handrail serve` from serving. Exit code 1 when anything is found.

  handrail doctor
  handrail doctor --json          for a watcher
"""
BACKUP = """Write one file with the database as of this moment, the attachments and the key; the
school can work on. The file is read back and checked before it is called good. It holds children's
records: keep it where only those who must can open it.

  handrail backup                 into HANDRAIL_HOME/backups
  handrail backup /safe/place/
"""
RESTORE = """Put a backup in place. Refuses to overwrite a database unless --replace is given, and
then keeps what stood here in HANDRAIL_HOME/before-restore. Stop `handrail serve` first.

  handrail restore handrail-20261123-160000.tar.gz
"""


def add_commands(commands: Any) -> None:
    verify = common(commands.add_parser("verify", help="walk the chain", description=VERIFY))
    verify.set_defaults(run=run_verify)
    doctor = common(commands.add_parser("doctor", help="what is wrong here", description=DOCTOR))
    doctor.set_defaults(run=run_doctor)
    backup = common(commands.add_parser("backup", help="write a backup", description=BACKUP))
    backup.add_argument("path", nargs="?", type=Path, help="file or folder")
    backup.set_defaults(run=run_backup)
    restore = common(commands.add_parser("restore", help="put one in place", description=RESTORE))
    restore.add_argument("path", type=Path, help="the backup's file")
    restore.add_argument("--replace", action="store_true", help="set aside what is here")
    restore.set_defaults(run=run_restore)


def run_verify(arguments: argparse.Namespace) -> int:
    start()
    if not is_ready():
        return refuse(arguments, NOT_READY)
    from handrail.keeping.heads import known_head  # noqa: PLC0415
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
    lines = [f"{b.school}, revision {b.seq}, record {b.reference or '?'}: {b.what}" for b in breaks]
    said = "\n".join(lines) or f"All {checked:,} revisions hold."
    tell(arguments, said, checked=checked, breaks=[vars(one) for one in breaks])
    return 1 if breaks else 0


def run_doctor(arguments: argparse.Namespace) -> int:
    start()
    from handrail.keeping.doctor import examine  # noqa: PLC0415

    found = examine()
    lines = [f"{'GRAVE  ' if one.grave else ''}{one.what} {one.mend}" for one in found]
    said = "\n".join(lines) or "All is well."
    tell(arguments, said, ok=not found, findings=[vars(one) for one in found])
    return 1 if found else 0


def run_backup(arguments: argparse.Namespace) -> int:
    start()
    if not is_ready():
        return refuse(arguments, NOT_READY)
    from handrail.keeping.backup import BackupRefused, make_backup  # noqa: PLC0415

    try:
        path = make_backup(arguments.path)
    except BackupRefused as refused:
        return refuse(arguments, str(refused))
    said = f"{path} ({path.stat().st_size:,} bytes), read back and whole."
    tell(arguments, said, ok=True, path=str(path), bytes=path.stat().st_size)
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    start()
    from handrail.keeping.backup import BackupRefused, restore_backup  # noqa: PLC0415

    try:
        about = restore_backup(arguments.path, replace=arguments.replace)
    except (BackupRefused, OSError) as refused:
        return refuse(arguments, str(refused))
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    tell(arguments, f"Restored as of {about['made']}. Now run: handrail verify", ok=True, **about)
    return 0
