"""Backups: locked, proved by restoring, whole under load, refused when spoilt."""

import json
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.keeping.conftest import Installation

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]


def newest(here: Installation) -> Path:
    return sorted((here.home / "backups").glob("handrail-*"))[-1]


def test_key_is_shown_once_after_what_its_loss_means(tmp_path: Path) -> None:
    here = Installation(tmp_path / "home")
    answer = here.run("backup", "--new-key")
    assert "If the private key is lost, every backup made with it is lost" in answer["before"]
    assert answer["private"].startswith("AGE-SECRET-KEY-1")
    kept = "".join(path.read_text() for path in here.home.rglob("*") if path.is_file())
    assert answer["public"] in kept
    assert answer["private"] not in kept


def test_no_key_no_backup_unless_plain_is_said(here: Installation) -> None:
    (here.home / "backup-keys").unlink()
    refused = here.run("backup", ok=False)
    assert (refused["code"], "backup --new-key" in refused["reason"]) == (2, True)
    made = Path(here.run("backup", "--plain")["path"])
    assert made.name.endswith(".tar.gz")
    assert here.elsewhere().run("restore", str(made))["ok"]


def test_what_is_not_a_key_is_named(here: Installation) -> None:
    here.settings["HANDRAIL_BACKUP_KEYS"] = "age1nonsense"
    refused = here.run("backup", ok=False)
    assert (refused["code"], "is not a public key" in refused["reason"]) == (2, True)


def test_locked_backup_shows_nothing_and_opens_with_the_key_alone(
    here: Installation, key: list[str]
) -> None:
    made = here.run("backup")
    assert (made["records"], made["attachments"]) == (22, 2)
    body = Path(made["path"]).read_bytes()
    assert body.startswith(b"age-encryption.org/v1")
    assert (b"Birch" in body, b"SQLite" in body) == (False, False)
    other = here.elsewhere()
    assert "private key" in other.run("restore", made["path"], ok=False)["reason"]
    other.run("backup", "--new-key", "--to", str(other.home.parent / "wrong.txt"))
    wrong = ["--identity", str(other.home.parent / "wrong.txt")]
    assert "does not open" in other.run("restore", made["path"], *wrong, ok=False)["reason"]
    assert other.run("restore", made["path"], *key)["ok"]
    assert other.run("verify")["checked"] == made["revisions"]
    assert (other.home / "secret-key").read_text() == (here.home / "secret-key").read_text()


def test_passphrase_opens_the_key_that_lies_beside_the_backup(
    here: Installation, tmp_path: Path
) -> None:
    (here.home / "backup-keys").unlink()
    here.settings["HANDRAIL_BACKUP_PASSPHRASE"] = "four plain words here"
    here.run("backup", "--new-key", "--with-passphrase", "--to", str(tmp_path / "k"))
    del here.settings["HANDRAIL_BACKUP_PASSPHRASE"]
    made = Path(here.run("backup")["path"])
    shutil.copy(here.home / "backup-key.age", made.parent)
    other = here.elsewhere()
    for words, said in (("", "This backup is locked"), ("four other words", "not the passphrase")):
        other.settings = {"HANDRAIL_BACKUP_PASSPHRASE": words}
        assert said in other.run("restore", str(made), ok=False)["reason"]
    other.settings = {"HANDRAIL_BACKUP_PASSPHRASE": "four plain words here"}
    assert other.run("restore", str(made))["ok"]


def test_a_broken_school_is_backed_up_all_the_same_and_called_unproved(
    here: Installation, key: list[str]
) -> None:
    """What is filed after a break must be in some backup; the good ones from before stay."""
    good = here.run("backup")
    with sqlite3.connect(here.home / "handrail.sqlite3") as database:
        database.execute("UPDATE records_record SET words = words || '.' WHERE id = 7")
    made = here.run("backup", ok=False)
    assert (made["code"], made["records"], len(made["breaks"])) == (1, 22, 1)
    assert "record was changed since" in made["unproved"]
    path = Path(made["path"])
    assert path.name.endswith("-unproved.tar.gz.age")
    assert newest(here) == path
    assert Path(good["path"]).is_file()
    found = here.run("backup", "--check", *key, ok=False)
    assert [(row["file"], row["good"]) for row in found["files"]] == [
        (path.name, False), (Path(good["path"]).name, True)]  # fmt: skip
    assert "opened, restored and walked" in found["files"][1]["what"]
    other = here.elsewhere()
    refused = other.run("restore", str(path), *key, ok=False)
    assert (refused["code"], "add --unproved" in refused["reason"]) == (2, True)
    assert not (other.home / "handrail.sqlite3").exists()
    done = other.run("restore", str(path), *key, "--unproved", ok=False)
    assert (done["code"], "was changed since" in done["unproved"]) == (1, True)
    assert done["breaks"] == made["breaks"][0]
    assert other.run("verify", ok=False)["checked"] == made["revisions"]


def test_a_known_break_is_told_each_time_and_a_new_one_makes_a_backup_unproved(
    here: Installation, key: list[str]
) -> None:
    def harm(number: int) -> None:
        with sqlite3.connect(here.home / "handrail.sqlite3") as database:
            database.execute(
                "UPDATE records_record SET words = words || '.' WHERE id = ?", [number]
            )

    harm(7)
    number = here.run("verify", ok=False)["breaks"][0]["seen"][:16]
    words = ["verify", "--acknowledge", number, "--reason", "Changed by a script in May"]
    assert "designated lead" in here.run(*words, "--by", "sam", ok=False)["reason"]
    assert (
        "is found now" in here.run(words[0], words[1], "3f2a", "--by", "okafor", ok=False)["reason"]
    )
    assert "Say with --reason" in here.run(*words[:3], "--by", "okafor", ok=False)["reason"]
    done = here.run(*words, "--by", "ahmed")
    assert "(ahmed)" in done["by"]
    assert "known already" in here.run(*words, "--by", "ahmed", ok=False)["reason"]
    found = here.run("verify")
    assert (found["breaks"], found["known"][0]["reason"]) == ([], words[-1])
    made = here.run("backup")
    assert (made["unproved"], words[-1] in made["known"][0]) == ("", True)
    assert words[-1] in here.run("backup", "--check", *key)["files"][0]["what"]
    other = here.elsewhere()
    other.run("restore", made["path"], *key)
    assert other.run("verify")["known"][0]["found"] is True
    harm(7)  # at the same place, and a new one all the same
    made = here.run("backup", ok=False)
    assert (made["code"], len(made["breaks"])) == (1, 1)


def test_a_changed_or_lost_photo_leaves_a_backup_that_replaces_no_good_one(
    here: Installation,
) -> None:
    one, two = sorted(path for path in (here.home / "attachments").rglob("*") if path.is_file())[:2]
    kept = here.home.parent / "kept.age"
    here.run("backup", str(kept))
    good = kept.read_bytes()
    one.chmod(0o600)
    one.write_bytes(two.read_bytes()[:-1] + b"x")
    two.unlink()
    made = here.run("backup", str(kept), ok=False)
    assert (made["code"], len(made["breaks"])) == (1, 2)
    assert "An attachment" in made["unproved"]
    assert "There are 1 more" not in made["unproved"]
    assert kept.read_bytes() == good
    assert Path(made["path"]).name == "kept-unproved.age"


@pytest.mark.timeout(400)
def test_backup_while_many_write_is_whole_and_holds_all_that_was_there(
    here: Installation, key: list[str]
) -> None:
    enough = here.home.parent / "enough"
    writers = [here.start("write", "14", str(enough)) for _ in range(4)]
    begun = [one.stdout.readline().strip() for one in writers if one.stdout]
    made = [here.run("backup", str(here.home.parent / f"{n}.age")) for n in range(2)]
    enough.touch()
    written = begun + [line for one in writers for line in one.communicate()[0].split()]
    assert [one.returncode for one in writers] == [0] * 4
    assert len(set(written)) == len(written) > 50
    assert here.run("verify")["breaks"] == []
    for number, one in enumerate(made):
        other = here.elsewhere(f"other{number}")
        other.run("restore", one["path"], *key)
        assert other.run("verify") == {"checked": one["revisions"], "breaks": [], "code": 0}
    print(f"written while backups were made: {len(written)}; 0 lost, 0 broken")


def test_any_spoilt_byte_is_refused_in_one_sentence(here: Installation, key: list[str]) -> None:
    """200 places, each refused: in this process, by the function that the command calls."""
    from handrail.keeping.keys import identities
    from handrail.keeping.refusal import BackupRefused
    from handrail.keeping.sealing import open_into

    here.run("backup")
    whole = newest(here).read_bytes()
    keys = identities(Path(key[1]), "")
    dice = random.Random(8813)
    opened, sentences = [], set()
    for number, place in enumerate(dice.sample(range(len(whole)), 200)):
        spoilt = here.home.parent / "spoilt.age"
        body = bytearray(whole)
        body[place] ^= dice.randrange(1, 256)
        spoilt.write_bytes(bytes(body))
        folder = here.home.parent / f"into{number}"
        folder.mkdir()
        try:
            open_into(spoilt, folder, keys)
            opened.append(place)
        except BackupRefused as refused:
            sentences.add(str(refused))
        shutil.rmtree(folder)
    print(f"bytes spoilt: 200, opened all the same: {len(opened)}")
    assert opened == []
    assert all(said.endswith(".") and len(said) < 120 for said in sentences)
    cut = here.home.parent / "cut.age"
    cut.write_bytes(whole[: len(whole) // 2])
    refused = here.elsewhere().run("restore", str(cut), *key, ok=False)
    assert (refused["code"], "not a whole backup" in refused["reason"]) == (2, True)


def test_foreign_files_are_refused_in_one_sentence(here: Installation, tmp_path: Path) -> None:
    import tarfile

    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff" * 100)
    (tmp_path / "empty.tar.gz").write_bytes(b"")
    with tarfile.open(tmp_path / "foreign.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "photo.jpg", arcname="etc/passwd")
    for name in ("photo.jpg", "empty.tar.gz", "foreign.tar.gz", "missing"):
        refused = here.elsewhere().run("restore", str(tmp_path / name), ok=False)
        assert (refused["code"], refused["reason"].count("\n")) == (2, 0)
    assert not (here.elsewhere().home / "handrail.sqlite3").exists()


def test_restore_never_overwrites_unless_told_and_keeps_what_stood(
    here: Installation, key: list[str]
) -> None:
    made = here.run("backup")
    assert "--replace" in here.run("restore", made["path"], *key, ok=False)["reason"]
    done = here.run("restore", made["path"], *key, "--replace")
    aside = Path(done["aside"])
    assert (aside / "handrail.sqlite3").is_file()
    with sqlite3.connect(aside / "handrail.sqlite3") as database:
        readings = database.execute("SELECT count(*) FROM records_accessentry").fetchone()[0]
    noted = [json.loads(line) for line in (here.home / "backups.jsonl").open()]
    assert [row["readings"]["count"] for row in noted if "readings" in row] == [readings] * 2
    assert sum(path.is_file() for path in (aside / "attachments").rglob("*")) == 2
    assert here.run("verify")["breaks"] == []


def test_failed_restore_leaves_what_stood(here: Installation, key: list[str]) -> None:
    before = (here.home / "handrail.sqlite3").read_bytes()
    made = Path(here.run("backup")["path"])
    spoilt = made.read_bytes()[:-40]
    made.write_bytes(spoilt)
    assert here.run("restore", str(made), *key, "--replace", ok=False)["code"] == 2
    assert (here.home / "handrail.sqlite3").read_bytes() == before
    assert here.run("verify")["breaks"] == []


def test_last_months_backup_comes_back_only_on_purpose_and_then_no_longer_alarms(
    here: Installation, key: list[str]
) -> None:
    old = here.run("backup")["path"]
    here.start("write", "1").communicate()
    here.run("rounds")
    newer = here.run("verify")["checked"]
    refused = here.run("restore", old, *key, "--replace", ok=False)
    assert "later changes to records would be lost" in refused["reason"]
    done = here.run("restore", old, *key, "--replace", "--older")
    after = here.run("verify")
    assert done["lost"] == newer - after["checked"] > 0
    assert after["breaks"] == []
    said = json.dumps(here.run("doctor", ok=False)["findings"])
    assert "went back on purpose" in said


def test_tail_cut_from_the_running_database_shows_against_the_kept_head(here: Installation) -> None:
    here.run("rounds")
    with sqlite3.connect(here.home / "handrail.sqlite3") as database:
        row = database.execute("SELECT max(seq) FROM records_revision").fetchone()[0]
        before = database.execute(
            "SELECT hash FROM records_revision WHERE seq = ?", [row - 1]
        ).fetchone()[0]
        database.execute("DELETE FROM records_revision WHERE seq = ?", [row])
        database.execute("UPDATE records_chainhead SET seq = ?, hash = ?", [row - 1, before])
    assert here.run("verify", ok=False)["code"] == 1
    found = here.run("doctor", ok=False)["findings"]
    assert any("had come to" in one["what"] for one in found)
    assert "before the kept head" in here.run("backup", ok=False)["unproved"]


def test_check_finds_a_kept_backup_that_rotted(here: Installation, key: list[str]) -> None:
    made = Path(here.run("backup")["path"])
    assert here.run("backup", "--check")["ok"]
    assert "walked from end to end" in here.run("backup", "--check", *key)["files"][0]["what"]
    body = bytearray(made.read_bytes())
    body[-1] ^= 1
    made.write_bytes(bytes(body))
    found = here.run("backup", "--check", ok=False)
    assert (found["code"], "DAMAGED" in found["files"][0]["what"]) == (1, True)


def test_full_disk_and_unwritable_folder_are_said_in_a_sentence(
    here: Installation, tmp_path: Path
) -> None:
    import resource
    import subprocess
    import sys

    def cramped() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    before = here.run("verify")
    done = subprocess.run(
        [sys.executable, "-m", "handrail.cli.main", "backup", "--no-input"], check=False,
        env=here.environment(), capture_output=True, text=True, preexec_fn=cramped,
    )  # fmt: skip
    assert done.returncode == 2, done.stdout + done.stderr
    assert "disk is full" in done.stderr
    assert [path for path in (here.home / "backups").iterdir()] == []
    (tmp_path / "a-file").write_text("")
    refused = here.run("backup", str(tmp_path / "a-file" / "x.age"), ok=False)
    assert (refused["code"], refused["reason"][:12]) == (2, "No backup wa")
    assert here.run("verify") == before


def test_read_only_disk_is_said_in_a_sentence(here: Installation, tmp_path: Path) -> None:
    import subprocess

    folder = tmp_path / "mounted"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "ro", "none", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("Mounting a read-only disk needs rights that this machine does not give.")
    try:
        refused = here.run("backup", str(folder), ok=False)
        assert (refused["code"], "cannot be written" in refused["reason"]) == (2, True)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
