"""Outside the demonstration nothing is served with a default secret, debugging, or plain http."""

import subprocess
import sys
from pathlib import Path

import pytest

from handrail.keeping.whose import mark
from tests.counting import Count
from tests.journeys.conftest import environment, free_port, made_up

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]
SOUND = {"HANDRAIL_DEMO": "", "HANDRAIL_HTTPS": "1", "HANDRAIL_HOSTS": "handrail.example.sch.uk"}
WEAK = {
    "without https": ({"HANDRAIL_HTTPS": ""}, "https"),
    "debugging": ({"HANDRAIL_DEBUG": "1"}, "Debugging is on"),
    "any host": ({"HANDRAIL_HOSTS": "*"}, "Any host name"),
    "a short secret": ({"HANDRAIL_SECRET_KEY": "secret"}, "can be guessed"),
    "a dull secret": ({"HANDRAIL_SECRET_KEY": "a" * 60}, "can be guessed"),
}


def doctor(home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return _run(home, "doctor", **more)


def _run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "handrail.cli.main", *words, "--no-input"],
        env=environment(home, **{**SOUND, **more}), capture_output=True, text=True, timeout=120,
        check=False, umask=0o022,
    )  # fmt: skip


def test_what_is_weak_is_not_served(tmp_path: Path, count: Count) -> None:
    home, served = tmp_path / "home", []
    (home / "attachments").mkdir(mode=0o755, parents=True)
    assert _run(home, "init").returncode == 0
    assert [path for path in (home, *home.rglob("*")) if path.stat().st_mode & 0o077] == []
    key = home / "secret-key"
    for what, (more, sentence) in WEAK.items():
        done = _run(home, "serve", "--port", str(free_port()), **more)
        if done.returncode != 2 or sentence not in done.stderr + done.stdout:
            served.append((what, done.returncode, done.stderr[-200:]))
    key.chmod(0o644)
    done = _run(home, "serve", "--port", str(free_port()))
    if done.returncode != 2 or "Others can read" not in done.stderr + done.stdout:
        served.append(("a key that others can read", done.returncode, done.stderr[-200:]))
    kept = key.read_text()
    key.unlink()
    done = _run(home, "serve", "--port", str(free_port()))
    if done.returncode != 2 or "no kept secret key" not in done.stderr + done.stdout:
        served.append(("no kept key", done.returncode, done.stderr[-200:]))
    key.write_text(kept)
    key.chmod(0o600)
    sound = doctor(home)
    count("B12", "weak installations that were asked to serve", len(WEAK) + 2, len(served))
    assert served == []
    assert not any(word in sound.stdout for word in ("https", "guessed", "Debugging", "read"))


def test_a_school_is_never_served_as_the_demonstration(tmp_path: Path) -> None:
    """Nor are its rounds made so, whoever starts the server; what nothing was made in neither."""
    home = tmp_path / "home"
    assert _run(home, "init", "--school", "Elm Park").returncode == 0
    as_demo = {"HANDRAIL_DEMO": "1", "DJANGO_SETTINGS_MODULE": "handrail.settings"}
    by_itself = [sys.executable, "-c", "import handrail.wsgi"]
    done = [
        _run(home, "serve", "--port", str(free_port()), **as_demo),
        _run(home, "rounds", **as_demo),
        _run(home, "rounds", "--every", "1", **as_demo),
        subprocess.run(by_itself, env=environment(home, **as_demo), capture_output=True, text=True,
                       check=False),
        subprocess.run(by_itself, env=environment(tmp_path / "none", **as_demo), text=True,
                       capture_output=True, check=False),
    ]  # fmt: skip
    assert [one.returncode for one in done] == [2] * 5
    for one, why in zip(done, ["holds Elm Park, which"] * 4 + ["holds nothing"], strict=True):
        assert why in one.stderr
        assert one.stderr.endswith("Take HANDRAIL_DEMO out of the settings, and start again.\n")
        assert len(one.stderr.splitlines()) == 1
    mark(home)
    assert "holds Elm Park" in _run(home, "rounds", **as_demo).stderr
    made_up(home)
    assert _run(home, "rounds", **as_demo).returncode == 0
