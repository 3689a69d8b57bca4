"""The same on PostgreSQL: proved in a scratch database, put back in one transaction."""

from pathlib import Path

import pytest

from tests.keeping.conftest import Installation, Postgres, made

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.mark.timeout(400)
def test_backup_is_proved_and_restored_into_another_database(
    postgres: Postgres, tmp_path: Path
) -> None:
    here = made(tmp_path / "home", DATABASE_URL=postgres.database("one"))
    key = tmp_path / "key.txt"
    here.run("backup", "--new-key", "--to", str(key))
    writer = here.start("write", "6", str(enough := tmp_path / "enough"))
    assert writer.stdout is not None
    assert writer.stdout.readline()
    backup = here.run("backup")
    assert (backup["ok"], backup["attachments"]) == (True, 2)
    enough.touch()
    writer.communicate()
    left = postgres.say("SELECT count(*) FROM pg_database WHERE datname LIKE 'handrail_proof_%'")
    assert left == [(0,)]

    other = Installation(tmp_path / "other", {"DATABASE_URL": postgres.database("two")})
    identity = ["--identity", str(key)]
    other.run("restore", backup["path"], *identity)
    assert other.run("verify") == {"checked": backup["revisions"], "breaks": [], "code": 0}
    assert "--replace" in other.run("restore", backup["path"], *identity, ok=False)["reason"]

    here.run("rounds")
    refused = here.run("restore", backup["path"], *identity, "--replace", ok=False)
    assert "would be lost" in refused["reason"]
    done = here.run("restore", backup["path"], *identity, "--replace", "--older")
    assert (Path(done["aside"]) / "database").is_file()
    assert here.run("verify") == {"checked": backup["revisions"], "breaks": [], "code": 0}

    spoilt = Path(backup["path"]).read_bytes()[:-50]
    Path(backup["path"]).write_bytes(spoilt)
    assert other.run("restore", backup["path"], *identity, "--replace", ok=False)["code"] == 2
    assert other.run("verify")["breaks"] == []


def test_missing_right_to_make_a_scratch_database_is_said_plainly(
    postgres: Postgres, tmp_path: Path
) -> None:
    weak = f"weak_{postgres.tag}"
    postgres.say(f'CREATE ROLE "{weak}" LOGIN')
    here = made(tmp_path / "home", DATABASE_URL=postgres.database("weak", user=weak))
    here.run("backup", "--new-key", "--to", str(tmp_path / "key.txt"))
    done = here.run("backup", ok=False)
    assert (done["code"], "written but not proved" in done["unproved"]) == (1, True)
    assert f'ALTER ROLE "{weak}" CREATEDB' in done["unproved"]
    found = here.run("doctor", ok=False)["findings"]
    assert any("CREATEDB" in one["mend"] for one in found)
