"""The doctor: each finding is made to happen, its advice is followed, and it is gone."""

import os
import shutil
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.keeping import ledger, looks_data, looks_kept, looks_machine, looks_school
from handrail.keeping.finding import Finding
from handrail.keeping.heads import heads_file, keep_heads
from handrail.keeping.keys import keys_file, make_key
from handrail.keeping.known import acknowledge
from handrail.keeping.models import Destruction
from handrail.keeping.readings import counted, readings_gone, to_note
from handrail.people.models import Post
from handrail.records.attaching import attach, path_of
from handrail.records.models import AccessEntry, ChainHead, Record, Revision
from handrail.records.reader import reader_for
from handrail.records.reading import open_record
from handrail.records.sensitivity import Sensitivity
from handrail.school.models import Term
from tests.filing import file
from tests.keeping.conftest import Installation
from tests.records import pictures

Look = Callable[[], Iterator[Finding]]


@pytest.fixture
def home(settings: LazySettings, tmp_path: Path) -> Path:
    """A home folder as it should be, outside the demo."""
    here = tmp_path / "home"
    here.mkdir(mode=0o700)
    settings.HOME, settings.MEDIA_ROOT, settings.DEMO = here, here / "attachments", False
    settings.STATIC_ROOT, settings.BACKUP_KEYS = here / "static", []
    return here


def said(look: Look) -> list[str]:
    found = list(look())
    assert all(one.what.endswith((".", ")")) and one.mend for one in found)
    return [one.what for one in found]


def one(look: Look, words: str) -> Finding:
    found = [each for each in look() if words in each.what]
    assert len(found) == 1, list(look())
    return found[0]


# ---------------------------------------------------------------- the machine


def test_secret_key_and_debugging(home: Path, settings: LazySettings) -> None:
    settings.SECRET_KEY_IS_KEPT, settings.DEBUG = False, True
    assert said(looks_machine.secrets) == ["There is no kept secret key.", "Debugging is on."]
    settings.SECRET_KEY_IS_KEPT, settings.DEBUG = True, False
    assert said(looks_machine.secrets) == []


def test_folder_that_others_can_look_into(home: Path) -> None:
    (home / "push-key.pem").write_text("x")
    home.chmod(0o755)
    (home / "push-key.pem").chmod(0o644)
    assert [row.mend for row in looks_machine.home()] == [
        f"Run: chmod 700 {home}", f"Run: chmod 600 {home / 'push-key.pem'}",
    ]  # fmt: skip
    home.chmod(0o700)
    (home / "push-key.pem").chmod(0o600)
    assert said(looks_machine.home) == []


def test_folder_that_is_missing(home: Path, settings: LazySettings) -> None:
    settings.HOME = home / "none"
    assert one(looks_machine.home, "cannot be written").grave
    settings.HOME = home
    assert said(looks_machine.home) == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file to somebody else")
def test_file_of_another_user(home: Path) -> None:
    (home / "heads.jsonl").write_text("")
    os.chown(home / "heads.jsonl", 12345, 12345)
    assert "chown" in one(looks_machine.home, "belong to another user").mend
    os.chown(home / "heads.jsonl", 0, 0)
    assert said(looks_machine.home) == []


def test_disk_nearly_full(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=10_000_000))
    assert said(looks_machine.disk) == ["Less than 1 GB of disk is free."]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=2 * 1024**3))
    assert said(looks_machine.disk) == []


@pytest.mark.sqlite_only
def test_log_of_sqlite_that_somebody_keeps_open(
    home: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For real: a reader keeps the log from being folded in; the advice folds it."""
    name = str(home / "handrail.sqlite3")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", name)
    monkeypatch.setattr(looks_machine, "LARGE_LOG", 2_000_000)
    writer = sqlite3.connect(name)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE t (x)")
    writer.commit()
    reader = sqlite3.connect(name, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM t").fetchone()
    for _ in range(30):
        writer.execute("INSERT INTO t VALUES (randomblob(100000))")
        writer.commit()
    assert "End that program" in one(looks_machine.log_of_sqlite, "log has grown").mend
    reader.close()
    writer.close()
    assert said(looks_machine.log_of_sqlite) == []


def test_old_python(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks_machine.sys, "version_info", (3, 10, 4))
    assert one(looks_machine.python, "too old").grave
    monkeypatch.setattr(looks_machine.sys, "version_info", (3, 11, 7))
    assert said(looks_machine.python) == []
    clock.advance(timedelta(days=400))
    assert "no more security fixes" in said(looks_machine.python)[0]
    monkeypatch.setattr(looks_machine.sys, "version_info", (3, 14, 0))
    assert said(looks_machine.python) == []


def test_hosts_and_https(home: Path, settings: LazySettings) -> None:
    settings.HTTPS, settings.ALLOWED_HOSTS = False, ["*"]
    assert said(looks_machine.https) == [
        "Pages are not kept to https.",
        "Any host name is answered.",
    ]
    settings.HTTPS, settings.ALLOWED_HOSTS = True, ["localhost"]
    assert "only to names of this machine" in said(looks_machine.https)[0]
    settings.ALLOWED_HOSTS = ["handrail.example.sch.uk"]
    assert said(looks_machine.https) == []


@pytest.mark.slow
def test_static_files_missing_or_old(home: Path, settings: LazySettings) -> None:
    settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    assert one(looks_machine.static_files, "missing").grave
    call_command("collectstatic", verbosity=0, interactive=False)
    assert said(looks_machine.static_files) == []
    next((home / "static" / "ui").glob("icons.*.svg")).unlink()
    assert said(looks_machine.static_files) == ["The style sheets are of another version."]
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    assert said(looks_machine.static_files) == []


def test_mail_server_that_does_not_answer(home: Path, settings: LazySettings) -> None:
    assert said(looks_machine.mail) == []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.getsockname()[1]
        assert "does not answer" in said(looks_machine.mail)[0]
        server.listen()
        greet(server)
        assert said(looks_machine.mail) == []


def greet(server: socket.socket) -> None:
    """Answer as a mail server does when somebody only says hello, whoever comes."""

    def answer() -> None:
        while True:
            try:
                peer, _ = server.accept()
                for words in (b"220 hello\r\n", b"250 hello\r\n", b"221 bye\r\n"):
                    peer.sendall(words)
                    peer.recv(100)
            except OSError:  # the test closed it
                return

    threading.Thread(target=answer, daemon=True).start()


# ---------------------------------------------------------------- the database


@pytest.mark.django_db
def test_database_of_another_version(home: Path) -> None:
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    recorder = MigrationRecorder(connection)
    ((app, last),) = MigrationLoader(connection).graph.leaf_nodes("keeping")
    recorder.record_unapplied(app, last)
    assert one(looks_data.database, "older than this version").grave
    recorder.record_applied(app, last)
    assert said(looks_data.database) == []
    recorder.record_applied("keeping", "9999_of_next_year")
    assert one(looks_data.database, "newer than this version").grave
    recorder.record_unapplied("keeping", "9999_of_next_year")
    assert said(looks_data.database) == []


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_damaged_database_file_is_grave_and_a_restore_mends_it(
    here: Installation, key: list[str]
) -> None:
    made = here.run("backup")
    database = here.home / "handrail.sqlite3"
    body = bytearray(database.read_bytes())
    for place in range(len(body) // 2, len(body) - 4096, 4096):
        body[place : place + 16] = b"\xff" * 16
    database.write_bytes(bytes(body))
    found = here.run("doctor", ok=False)
    assert (found["code"], any("damaged" in row["what"] for row in found["findings"])) == (2, True)
    here.run("restore", made["path"], *key, "--replace")
    after = here.run("doctor", ok=False)["findings"]
    assert [row["what"] for row in after if "damaged" in row["what"]] == []


@pytest.mark.sqlite_only
def test_a_damaged_file_whose_complaint_is_no_text_is_found_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreadable(connection: object) -> None:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")

    monkeypatch.setattr("handrail.keeping.looks_data.MigrationExecutor", unreadable)
    found = list(looks_data.database())
    assert [("damaged" in one.what, one.grave) for one in found] == [(True, True)]


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_exit_codes_say_well_wrong_and_grave(here: Installation, key: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        greet(server)
        here.settings = {
            "HANDRAIL_HTTPS": "1", "HANDRAIL_HOSTS": "handrail.example.sch.uk",
            "HANDRAIL_MAIL_URL": f"smtp://127.0.0.1:{server.getsockname()[1]}?tls=no",
        }  # fmt: skip
        (here.home / "secret-key").chmod(0o600)
        assert here.run("doctor", ok=False)["code"] == 1
        here.run("backup")
        here.run("backup", "--check", *key)
        left = here.run("doctor", ok=False)
        assert (left["code"], left["findings"]) == (0, [])
        here.settings["HANDRAIL_HOSTS"] = "*"
        assert here.run("doctor", ok=False)["code"] == 2


@pytest.mark.postgres
@pytest.mark.django_db
def test_what_postgres_must_be(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("This run is not about PostgreSQL.")
    assert said(looks_data.server) == []
    monkeypatch.setattr(looks_data, "OLDEST_POSTGRES", 99_00_00)
    assert "is too old" in said(looks_data.server)[0]


def test_clock_that_is_wrong(cast: Cast, home: Path) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("There the frozen clock of the tests is wrong itself, as it should find.")
    (home / "last-round").touch()
    now = clock.now().timestamp()
    os.utime(home / "last-round", (now, now))
    file(cast, "note", cast.sam, cast.leo)
    assert said(looks_data.clock_skew) == []
    clock.advance(timedelta(hours=-3))
    assert said(looks_data.clock_skew) == [
        "The newest record was filed in the future: a clock is, or was, wrong.",
        "A file in the home folder was written in the future: a clock is wrong.",
    ]
    clock.advance(timedelta(hours=3))
    assert said(looks_data.clock_skew) == []


def test_attached_files_missing_and_strays(cast: Cast, home: Path) -> None:
    record = file(cast, "note", cast.sam, cast.leo)
    row = attach(record, reader_for(cast.sam), "a.png", BytesIO(pictures.photo("PNG")))
    assert said(looks_data.attachments) == []
    whole = default_storage.open(path_of(row)).read()
    default_storage.delete(path_of(row))
    assert "1 attached files are missing" in said(looks_data.attachments)[0]
    default_storage.save(path_of(row), ContentFile(whole))
    default_storage.save("zz/stray", ContentFile(b"x"))
    assert "belong to no record" in said(looks_data.attachments)[0]
    assert looks_data.set_aside_strays() == 0  # it may be coming in just now
    old = clock.now().timestamp() - 7200
    os.utime(default_storage.path("zz/stray"), (old, old))
    assert looks_data.set_aside_strays() == 1
    assert said(looks_data.attachments) == []
    assert (home / "files-without-a-record" / "stray").is_file()


def test_record_without_its_details(cast: Cast, home: Path) -> None:
    record = file(cast, "concern", cast.sam, cast.leo)
    assert said(looks_data.details) == []
    manager = record.declared.detail._default_manager
    kept = manager.get(pk=record.pk)
    manager.filter(pk=record.pk).delete()
    assert "1 records (Concern) lack" in said(looks_data.details)[0]
    kept.save()
    assert said(looks_data.details) == []


# ---------------------------------------------------------------- the school


@pytest.mark.parametrize(
    ("roles", "words", "look"),
    [
        (("designated_lead", "deputy_lead"), "has no designated lead", looks_school.people),
        (("head",), "has no headteacher", looks_school.people),
        (("head", "administrator"), "Nobody can keep", looks_school.people),
        (("deputy_lead",), "nobody is deputy designated lead", looks_school.ladders),
        (("behaviour_manager",), "nobody is behaviour manager", looks_school.ladders),
    ],
)
def test_post_that_nobody_holds(
    cast: Cast, home: Path, roles: tuple[str, ...], words: str, look: Look
) -> None:
    before = said(look)
    posts = Post.objects.filter(role__in=roles, ends=None)
    keys = list(posts.values_list("pk", flat=True))
    posts.update(ends=date(2026, 11, 1))
    assert one(look, words).mend.startswith("Give the post")
    Post.objects.filter(pk__in=keys).update(ends=None)
    assert said(look) == before == []


def test_no_terms_ahead(cast: Cast, home: Path) -> None:
    assert said(looks_school.calendar) == []
    Term.objects.all().delete()
    assert "no term dates ahead" in said(looks_school.calendar)[0]
    Term.objects.create(school=cast.school, name="Spring", starts=date(2027, 1, 4),
                        ends=date(2027, 2, 12))  # fmt: skip
    assert said(looks_school.calendar) == []


# ---------------------------------------------------------------- what must go on


def test_rounds_that_stopped(home: Path) -> None:
    beat = home / "last-round"
    for late, found in ((3_600, 1), (20, 0)):
        beat.touch()
        then = clock.now().timestamp() - late
        os.utime(beat, (then, then))
        assert len(said(looks_kept.rounds)) == found


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_two_servers_on_one_file(home: Path) -> None:
    looks_kept.note_server()
    mine = next((home / "servers").iterdir())
    other = home / "servers" / "elsewhere-77"
    other.touch()
    now = clock.now().timestamp()
    for path in (mine, other):
        os.utime(path, (now, now))
    assert "2 servers use this one database file" in said(looks_kept.servers)[0]
    os.utime(other, (now - 200, now - 200))
    assert said(looks_kept.servers) == []


def test_chain_behind_its_kept_head(cast: Cast, home: Path) -> None:
    file(cast, "note", cast.sam, cast.leo)
    file(cast, "note", cast.sam, cast.leo)
    keep_heads()
    assert said(looks_kept.chain) == []
    first = Revision.objects.get(seq=1)
    ChainHead.objects.update(seq=1, hash=first.hash)
    assert "had come to 2" in said(looks_kept.chain)[0]
    ChainHead.objects.update(seq=2, hash=Revision.objects.get(seq=2).hash)
    assert said(looks_kept.chain) == []
    assert heads_file().is_file()


def test_certificate_that_was_changed(cast: Cast, home: Path) -> None:
    row = Destruction.objects.create(
        school=cast.school, circle="ordinary", state="done", number=1, body="{}", hash="0" * 64,
        proposed_by=cast.okafor, proposed_at=clock.now(), done_at=clock.now(),
    )  # fmt: skip
    assert "certificate D1 is not what was written" in said(looks_kept.chain)[0]
    from handrail.core.hashing import GENESIS, chain_hash

    row.hash = chain_hash(GENESIS, b"{}")
    row.save()
    assert said(looks_kept.chain) == []


@pytest.mark.django_db
def test_backups_that_are_late_unproved_unlocked_or_never_practised(home: Path) -> None:
    def made(**facts: Any) -> None:
        ledger.note("made", **{"file": "x", "sha256": "", "proved": True, **facts})

    assert [row[:18] for row in said(looks_kept.backups)] == ["No backup was made",
                                                              "Nobody has practis"]  # fmt: skip
    made(proved=False)
    ledger.note("practised", file="elsewhere")
    assert "could not be restored" in said(looks_kept.backups)[0]
    assert "No backup that was made here is proved." in said(looks_kept.backups)[1]
    made()
    assert said(looks_kept.backups) == []
    clock.advance(timedelta(days=8))
    made(proved=False, unproved="A photo is gone.")
    assert "is unproved: A photo is gone." in said(looks_kept.backups)[0]
    assert "newest proved backup is of" in said(looks_kept.backups)[1]
    made()
    (home / "backups").mkdir()
    plain = home / "backups" / "handrail-20261123-101200.tar.gz"
    plain.touch()
    assert "not locked" in said(looks_kept.backups)[0]
    plain.unlink()
    clock.advance(timedelta(days=121))
    assert len(said(looks_kept.backups)) == 2
    made()
    ledger.note("practised", file="elsewhere")
    assert said(looks_kept.backups) == []


def test_readings_that_were_deleted_show_until_a_restore(cast: Cast, home: Path) -> None:
    def opened() -> None:
        AccessEntry.objects.create(record=record, person=cast.sam, at=clock.now(), how="opened")

    def noted(act: str, readings: dict[str, Any]) -> None:
        clock.advance(timedelta(minutes=1))
        ledger.note(act, file="x", sha256="", proved=True, readings=readings)

    record = file(cast, "note", cast.sam, cast.leo)
    opened()
    opened()
    assert readings_gone() is None  # nothing to compare with yet
    noted("made", to_note())
    opened()
    assert readings_gone() is None
    AccessEntry.objects.filter(pk=AccessEntry.objects.order_by("pk")[0].pk).delete()
    noted("made", to_note())  # another backup does not make it good
    assert said(looks_kept.chain)[0].startswith("1 reading of a record is gone that stood in the")
    gone = readings_gone()
    assert gone is not None
    acknowledge(gone.seen, "", gone.said, "Mrs Okafor", "Deleted by a script in May")
    assert said(looks_kept.chain) == []
    AccessEntry.objects.order_by("pk")[0].delete()  # another one is news again
    assert said(looks_kept.chain)[0].startswith("2 readings of records are gone that stood in the")
    noted("restored", counted())
    assert said(looks_kept.chain) == []


@pytest.mark.django_db
def test_key_that_is_missing_or_lies_here(home: Path) -> None:
    assert "There is no key" in said(looks_kept.keys)[0]
    make_key(keep=True)
    assert "lies on this server" in said(looks_kept.keys)[0]
    (home / "backup-identity").unlink()
    assert (said(looks_kept.keys), keys_file().stat().st_mode & 0o777) == ([], 0o600)


def test_an_allegation_from_before_is_pointed_out_until_a_lead_has_read_it(
    cast: Cast, home: Path
) -> None:
    """Reviews were not always for the leads alone once they speak of an allegation."""
    review = file(cast, "hold_review", cast.khan, cast.leo, detail={"outcome": "to_process"})
    assert said(looks_school.meant_for_leads) == []  # filed today, it is theirs already
    Record.everything.filter(pk=review.pk).update(sensitivity=Sensitivity.SENSITIVE)
    assert "1 of reviews of holds would be" in one(looks_school.meant_for_leads, "leads").what
    assert open_record(reader_for(cast.ahmed), review.uuid)
    assert said(looks_school.meant_for_leads) == []
