"""The console command as a script uses it: exit codes, JSON, no questions, nothing left running."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from handrail.cli.run import end
from handrail.keeping.whose import MARK, why_not_demo
from tests.journeys.conftest import environment, serve

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]


def handrail(home: Path, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "handrail.cli.main", *words],
        env=environment(home), capture_output=True, text=True, timeout=120,
        check=False, stdin=subprocess.DEVNULL, umask=0o022,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small made-up school, built once."""
    home = tmp_path_factory.mktemp("cli") / "home"
    code, out, problem = handrail(home, "demo", "--small", "--no-serve")
    assert (code, out.splitlines()[-1]) == (0, "ready: http://localhost:8000/"), problem
    return home


@pytest.fixture
def school(made: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may harm."""
    return Path(shutil.copytree(made, tmp_path / "home"))


def verdict(home: Path) -> tuple[int, dict[str, Any]]:
    code, out, _ = handrail(home, "verify", "--json")
    return code, json.loads(out)


def harm(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / "handrail.sqlite3")) as database, database:
        database.execute(statement)


def test_whoever_runs_the_server_helps_a_head_who_cannot_get_in(school: Path) -> None:
    code, out, _ = handrail(school, "account", "okafor", "--link", "--json")
    assert (code, "/welcome/" in json.loads(out)["link"]) == (0, True)
    code, out, _ = handrail(school, "account", "okafor", "--lost-factor", "--json")
    assert (code, json.loads(out)["ok"]) == (0, True)
    with sqlite3.connect(school / "handrail.sqlite3") as database:
        left = database.execute(
            "SELECT count(*) FROM mfa_authenticator a JOIN people_user u ON u.id = a.user_id "
            "WHERE u.username = 'okafor'"
        ).fetchone()
    assert left == (0,)
    assert handrail(school, "account", "nobody", "--link")[0] == 2


def open_to_others(home: Path) -> list[Path]:
    """What somebody else on this machine could read."""
    return [path for path in (home, *home.rglob("*")) if path.stat().st_mode & 0o077]


def test_nobody_else_reads_what_is_made(made: Path) -> None:
    assert (made / "handrail.sqlite3").exists()
    assert open_to_others(made) == []


def test_only_what_the_demonstration_made_is_its_own(school: Path) -> None:
    """Told by its mark; by its cast and schools where an older version left none."""
    database, kept = school / "handrail.sqlite3", (school / MARK).read_text()
    (school / MARK).unlink()
    assert why_not_demo(school, "", fresh=True) == ""
    harm(school, "UPDATE school_school SET name = 'Elm Park' WHERE name LIKE '%Academy'")
    before = database.read_bytes()
    for words in (("--fresh",), ()):
        code, out, said = handrail(school, "demo", "--small", "--no-serve", *words)
        assert (code, out) == (2, "")
        assert f"The folder {school} holds Elm Park and Spring Lane Primary" in said
        assert f"HANDRAIL_HOME={school}-demo handrail demo" in said
    assert database.read_bytes() == before
    (school / MARK).write_text(kept)
    assert why_not_demo(school, "", fresh=True) == ""


def test_demo_says_to_a_script_nothing_but_json(made: Path) -> None:
    code, out, said = handrail(made, "demo", "--small", "--no-serve", "--json")
    facts = json.loads(out)
    assert (code, said, facts["address"], facts["made"]) == (0, "", "http://localhost:8000/", {})
    assert "sam" in {one["username"] for one in facts["sign_ins"]}


def test_a_round_that_fails_ends_with_1(school: Path) -> None:
    assert handrail(school, "rounds", "--json")[0] == 0
    (school / "last-round").unlink()
    (school / "last-round").mkdir()
    (school / "heads.jsonl").unlink(missing_ok=True)
    (school / "heads.jsonl").mkdir()
    code, out, said = handrail(school, "rounds", "--json")
    assert (code, json.loads(out)) == (1, {"ok": False})
    assert said.startswith("A round failed: ")


def test_every_command_teaches(made: Path) -> None:
    for name in (
        "init",
        "serve",
        "demo",
        "import",
        "export",
        "verify",
        "doctor",
        "backup",
        "account",
    ):
        code, out, _ = handrail(made, name, "--help")
        assert (code, len(out) > 300) == (0, True), name


def test_whole_chain_holds_and_one_changed_letter_is_named(school: Path) -> None:
    code, found = verdict(school)
    assert (code, found["breaks"]) == (0, [])
    assert found["checked"] > 500
    harm(school, "UPDATE records_record SET words = words || '.' WHERE id = 100")
    code, found = verdict(school)
    assert (code, [one["what"] for one in found["breaks"]]) == (
        1,
        ["The record was changed since."],
    )


def test_deleted_row_is_named(school: Path) -> None:
    harm(school, "DELETE FROM records_record WHERE id = 100")
    code, found = verdict(school)
    assert code == 1
    assert "This record was deleted from the database." in {one["what"] for one in found["breaks"]}


def test_page_torn_off_the_end_shows_against_the_kept_head(school: Path) -> None:
    handrail(school, "rounds", "--no-input")
    with sqlite3.connect(school / "handrail.sqlite3") as database:
        place, last = database.execute(
            "SELECT school_id, max(seq) FROM records_revision GROUP BY school_id LIMIT 1"
        ).fetchone()
        before = database.execute(
            "SELECT hash FROM records_revision WHERE school_id=? AND seq=?", (place, last - 1)
        ).fetchone()[0]
        database.execute("DELETE FROM records_revision WHERE school_id=? AND seq=?", (place, last))
        database.execute(
            "UPDATE records_chainhead SET seq=?, hash=? WHERE school_id=?",
            (last - 1, before, place),
        )
    assert verdict(school)[0] == 1


def test_backup_is_restored_elsewhere_and_still_holds(school: Path, tmp_path: Path) -> None:
    code, out, _ = handrail(school, "backup", str(tmp_path / "kept.tar.gz"), "--plain", "--json")
    assert (code, json.loads(out)["ok"]) == (0, True)
    other = tmp_path / "other"
    assert handrail(other, "restore", str(tmp_path / "kept.tar.gz"), "--json")[0] == 0
    key = (other / "push-key.pem").read_bytes()  # another key would lose every device
    assert key == (school / "push-key.pem").read_bytes()
    assert open_to_others(other) == []
    assert open_to_others(tmp_path / "kept.tar.gz") == []
    assert verdict(other) == verdict(school)
    assert handrail(other, "restore", str(tmp_path / "kept.tar.gz"))[0] == 2


def test_spoilt_backup_is_refused(school: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.tar.gz"
    assert handrail(school, "backup", str(kept), "--plain")[0] == 0
    body = bytearray(kept.read_bytes())
    body[len(body) // 2] ^= 1
    kept.write_bytes(bytes(body))
    assert handrail(tmp_path / "other", "restore", str(kept))[0] == 2


def test_export_writes_every_record_with_checksums(school: Path, tmp_path: Path) -> None:
    from handrail.core.hashing import sha256_hex

    folder = tmp_path / "out"
    words = ("export", str(folder), "--school", "Spring Lane Primary", "--json")
    code, out, _ = handrail(school, *words)
    rows = json.loads(out)["rows"]
    assert code == 0
    assert rows["records.jsonl"] == len((folder / "records.jsonl").read_text().splitlines())
    manifest = json.loads((folder / "manifest.json").read_text())
    assert all(
        sha256_hex((folder / name).read_bytes()) == value for name, value in manifest.items()
    )
    assert handrail(school, *words)[0] == 2


def test_doctor_finds_and_says_how_to_mend(school: Path) -> None:
    school.chmod(0o755)
    code, out, _ = handrail(school, "doctor", "--json")
    found = json.loads(out)["findings"]
    assert (code, any("chmod 700" in one["mend"] for one in found)) == (1, True)


def test_nothing_is_asked_and_nothing_made_where_there_is_no_installation(tmp_path: Path) -> None:
    for words in (("verify",), ("backup",), ("export", str(tmp_path / "x"))):
        code, _, said = handrail(tmp_path / "none", *words)
        assert (code, "handrail init" in said) == (2, True)
    assert handrail(tmp_path / "none", "import", "csv", str(tmp_path / "missing"))[0] == 2


def test_an_answer_without_a_name_is_refused_in_words(school: Path, tmp_path: Path) -> None:
    code, _, said = handrail(school, "import", "csv", str(tmp_path), "--answer", "yes")
    assert (code, "write it as NAME=VALUE, not as yes" in said) == (2, True)


def test_whoever_stops_reading_gets_no_trace_of_the_program(school: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "handrail.cli.main", "doctor", "--json"],
        env=environment(school), stdout=write, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


def rounds_of(serving: int) -> int:
    """The process that makes the rounds beside a server, or 0."""
    found = subprocess.run(
        ["pgrep", "-P", str(serving), "-f", "rounds --every"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    return int(found.stdout.split()[0]) if found.stdout else 0


def test_serving_ends_with_everything_it_started(made: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(made, tmp_path / "served"))
    process, address = serve(home, "demo", "--small")
    first = rounds_of(process.pid)
    os.kill(first, signal.SIGKILL)
    for _ in range(600):
        if rounds_of(process.pid) not in {0, first}:
            break
        time.sleep(0.1)
    assert rounds_of(process.pid) not in {0, first}  # rounds that died are begun again
    os.kill(process.pid, signal.SIGTERM)  # only the command itself, as systemd may
    process.wait(90)
    for _ in range(300):
        left = subprocess.run(
            ["pgrep", "-f", f"--port {address.rsplit(':', 1)[1]}"], check=False, capture_output=True
        ).stdout
        if not left:
            break
        time.sleep(0.1)
    assert left == b""


TOLD_ONCE = """
import signal, sys, time
told = []
def tell(*_):
    told.append(1)
    if len(told) == 1:  # ending takes a moment, in which the real one may not be told again
        time.sleep(0.3)
        sys.exit(len(told) - 1)
signal.signal(signal.SIGTERM, tell)
print("up", flush=True)
time.sleep(60)
"""


def test_a_server_that_was_told_to_end_already_is_not_told_twice_at_once() -> None:
    """As systemd and a process group do it, which tell the command and its server."""
    server = subprocess.Popen([sys.executable, "-c", TOLD_ONCE], stdout=subprocess.PIPE)
    assert server.stdout is not None
    assert server.stdout.readline() == b"up\n"
    server.send_signal(signal.SIGTERM)
    assert end(server) == 0
