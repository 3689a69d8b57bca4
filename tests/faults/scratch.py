"""A school made to be killed: run inside its own process, on its own folder and database.

python -m tests.faults.scratch make          invents the school; prints what clients need
python -m tests.faults.scratch serve PORT    serves as `handrail serve` does, again and again
python -m tests.faults.scratch check FILE    counts what was acknowledged and what is there
"""

import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import django

AUTHORS = ("sam", "patel", "reid", "lee")


def make() -> dict[str, Any]:
    """Spring Lane Primary, four authors signed in with a token each, and one of each letter."""
    from django.test import Client

    from handrail.cli.run import call_init
    from handrail.demo.cast import make_cast
    from handrail.entry.signing import begin_session
    from handrail.entry.tokens import SCOPES, make_token
    from handrail.people.models import User
    from handrail.school.models import Word

    call_init()
    cast = make_cast()
    doors = {}
    for name in AUTHORS:
        client = Client()
        client.force_login(User.objects.get(username=name))
        session = client.session
        begin_session(session, proved=True)
        session.save()
        person = cast.staff[name]
        doors[name] = {
            "session": client.cookies["handrail"].value,
            "token": make_token(person, "kills", list(SCOPES))[1],
            "number": str(person.uuid),
        }
    seen = Word.objects.get(school=cast.school, list="behaviour.seen", slug="hit-out")
    level = Word.objects.get(school=cast.school, list="behaviour.level", slug="level-3")
    graze = Word.objects.get(school=cast.school, list="first_aid.injury", slug="graze")
    return {
        "school": str(cast.school.uuid),
        "pupils": [str(pupil.uuid) for pupil in cast.pupils.values()],
        "seen": str(seen.uuid),
        "level": str(level.uuid),
        "graze": str(graze.uuid),
        "doors": doors,
    }


def serve(port: int) -> None:
    """Start granian with the settings of `handrail serve` whenever a line comes in.

    Each start is a process group of its own, forked with the program already read, so that two
    hundred starts take minutes and not an hour. No database is open before the fork.
    """
    import handrail.wsgi

    _read_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _granian(port, handrail.wsgi.application)
            os._exit(0)
        print(child, flush=True)


def _read_all() -> None:
    """What the first request would read: addresses and pages, nothing of the database."""
    import granian.server  # noqa: F401
    from django.template.loader import get_template
    from django.urls import resolve

    resolve("/api/v1/records")
    for page in ("capture/log.html", "capture/saved.html", "web/wrong.html"):
        get_template(page)


def _granian(port: int, application: Any) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "handrail.wsgi:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI,
        workers=2, blocking_threads=4, log_access=False, log_level=LogLevels.critical,
    ).serve(target_loader=lambda *_: application, wrap_loader=False)  # fmt: skip


def check(acknowledged: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What became of every number that a client was told is saved.

    `found`: it is there. `twice`: its mark stands in more records than it filed. `half`: a record,
    acknowledged or not, that lacks part of what every whole one of its sort has.
    """
    from handrail.records.models import Record
    from handrail.records.verifying import verify_school
    from handrail.school.models import School

    rows = {str(row.uuid): row for row in Record.everything.all()}
    marks = Counter(row.words.split()[0] for row in rows.values() if row.kind != "first_aid")
    whole = {number: _parts(row) for number, row in rows.items()}
    usual = {sort: _usual([whole[n] for n in numbers if n in whole])
             for sort, numbers in _by_sort(acknowledged).items()}  # fmt: skip
    breaks = verify_school(School.objects.get()).breaks
    return {
        "acknowledged": len(acknowledged),
        "found": sum(number in rows for number in acknowledged),
        "twice": sum(marks[one["mark"]] != 1 for one in acknowledged.values()),
        "half": sum(_is_half(number, whole, acknowledged, usual) for number in whole),
        "breaks": [f"{one.reference}: {one.what}" for one in breaks],
        "stored": len(rows),
        "parts": usual,
    }


def _by_sort(acknowledged: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    sorts: dict[str, list[str]] = {}
    for number, one in acknowledged.items():
        sorts.setdefault(one["sort"], []).append(number)
    return sorts


def _usual(parts: list[dict[str, int]]) -> dict[str, int]:
    """What nearly every record of the sort has: what a whole one has."""
    return {
        name: Counter(each[name] for each in parts).most_common(1)[0][0]
        for name in (parts[0] if parts else ())
    }


def _is_half(number: str, whole: Any, acknowledged: Any, usual: Any) -> bool:
    parts = whole[number]
    if number in acknowledged:
        return bool(parts != usual[acknowledged[number]["sort"]])
    return not all(parts[name] for name in ("detail", "involved", "revisions", "found by search"))


def _parts(record: Any) -> dict[str, int]:
    """How many rows of each table stand behind a record."""
    from django.db import connection

    from handrail.notify.models import Alert

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_index WHERE rowid = %s", [record.pk])
        indexed = cursor.fetchone()[0]
    kept = [row for row in record.attachments.all() if _on_disk(row)]
    return {
        "detail": record.declared.detail._default_manager.filter(pk=record.pk).count(),
        "involved": record.involvements.count(),
        "chosen": record.chosen.count(),
        "links": record.links.count() + record.linked_by.count(),
        "actions": record.actions.count(),
        "alerts": Alert.objects.filter(record=record).count(),
        "revisions": record.revisions.count(),
        "files": len(kept),
        "found by search": indexed,
    }


def _on_disk(row: Any) -> bool:
    from django.core.files.storage import default_storage

    from handrail.core.hashing import sha256_hex
    from handrail.records.attaching import path_of

    with default_storage.open(path_of(row)) as kept:
        return sha256_hex(kept.read()) == row.sha256


def main(command: str, *words: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.settings")
    if command == "make":
        from handrail.cli.home import make_home

        make_home()  # before anything reads the settings: the secret key is kept there
        from tests.tables import give_static_files, give_tables

        give_static_files(Path(os.environ["HANDRAIL_HOME"]))
        if "DATABASE_URL" not in os.environ:
            give_tables(Path(os.environ["HANDRAIL_HOME"]))
    if command == "serve":
        serve(int(words[0]))
        return
    django.setup()
    if command == "make":
        print(json.dumps(make()))
    if command == "check":
        print(json.dumps(check(json.loads(Path(words[0]).read_text()))))


if __name__ == "__main__":
    main(*sys.argv[1:])
