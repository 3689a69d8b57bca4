"""The retention command: what it refuses, and that it leaves no word in the file."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.demo.cast import Cast
from handrail.keeping import ledger
from handrail.keeping.models import Destruction
from handrail.keeping.pruning import made_at, prune, to_keep
from tests.keeping.conftest import Installation


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_command_asks_for_both_and_leaves_no_word_in_the_file(
    here: Installation, key: list[str]
) -> None:
    assert here.start("past").wait(60) == 0
    old = here.run("backup")["path"]
    seen = here.run("retention", "--preview")
    assert (seen["total"], seen["held"], seen["due"][0]["kind"]) == (3, 0, "Notes")
    for words, said in (
        ((), "can sign in with --by"),
        (("--by", "okafor"), "A second person must say yes"),
        (("--by", "okafor", "--second", "okafor"), "A second person must say yes"),
        (("--by", "ahmed", "--second", "okafor"), "Only the head"),
        (("--by", "okafor", "--second", "office"), "A second person must say yes"),
    ):
        refused = here.run("retention", "--run", *words, ok=False)
        assert (refused["code"], said in refused["reason"]) == (2, True), words
    assert here.run("retention", "--preview")["total"] == 3
    done = here.run("retention", "--run", "--by", "okafor", "--second", "ahmed")
    assert [(row["certificate"], row["destroyed"]) for row in done["certificates"]] == [("D1", 3)]
    assert here.run("retention", "--preview")["total"] == 0
    raw = b"".join(path.read_bytes() for path in here.home.glob("handrail.sqlite3*"))
    assert [word in raw.lower() for word in (b"zanzibar", b"birch")] == [False, True]
    assert here.run("verify")["breaks"] == []
    assert here.run("backup")["attachments"] == 2
    other = here.elsewhere()
    other.run("restore", old, *key)  # an old backup still holds them: said in docs/deploying.md
    assert other.run("retention", "--preview")["total"] == 3


def test_the_last_days_weeks_and_months_stay() -> None:
    newest = datetime(2026, 11, 23, 2, 20, tzinfo=LONDON)
    nightly = [newest - timedelta(days=n) for n in range(800)]
    kept = to_keep(nightly, [7, 5, 12])
    assert len(kept) == 7 + 3 + 11  # two of the weeks and one month are among the days
    assert {newest - timedelta(days=n) for n in range(7)} < kept
    assert min(kept) == datetime(2025, 12, 31, 2, 20, tzinfo=LONDON)
    hours = [newest - timedelta(hours=n) for n in range(30)]
    assert to_keep(hours, [0, 0, 0]) == set(hours[:24])


def test_no_unproved_backup_drives_out_a_proved_one(
    cast: Cast, settings: LazySettings, tmp_path: Path
) -> None:
    settings.HOME, settings.BACKUP_KEEP = tmp_path, [2, 0, 0]
    day = clock.local(clock.now())
    names = [f"handrail-{day - timedelta(days=n):%Y%m%d-%H%M%S}{'-unproved' if n < 5 else ''}"
             ".tar.gz.age" for n in range(9)]  # fmt: skip
    for name in names:
        (tmp_path / name).write_text("x")
    ledger.note("made", file=names[5], sha256="", proved=False)  # by the ledger, not by its name
    assert {path.name for path in prune(tmp_path)} == {*names[2:6], names[8]}
    Destruction.objects.create(
        school=cast.school, circle="ordinary", state="done", proposed_by=cast.okafor,
        proposed_at=day, done_at=day + timedelta(days=1),
    )  # fmt: skip
    clock.advance(timedelta(days=400))
    assert {path.name for path in prune(tmp_path)} == {names[1], names[7]}


def test_backups_that_hold_what_was_destroyed_go_in_time(
    cast: Cast, settings: LazySettings, tmp_path: Path
) -> None:
    settings.HOME, settings.BACKUP_FORGET_DAYS = tmp_path, 90
    folder = tmp_path / "backups"
    folder.mkdir()
    today = clock.local(clock.now())
    for days in (0, 50, 89, 95, 200, 300):
        name = f"handrail-{today - timedelta(days=days):%Y%m%d-%H%M%S}.tar.gz.age"
        (folder / name).write_text("x")
    (folder / "handrail-notes.txt").write_text("not ours")
    assert prune(folder) == []
    Destruction.objects.create(
        school=cast.school, circle="ordinary", state="done", proposed_by=cast.okafor,
        proposed_at=today, done_at=today - timedelta(days=91),
    )  # fmt: skip
    gone = prune(folder)
    assert [(today - made).days for path in gone if (made := made_at(path))] == [95, 200, 300]
    assert len(list(folder.iterdir())) == 4
