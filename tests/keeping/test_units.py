"""The units of systemd: they parse, and every command in them is one that Handrail knows."""

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from handrail.cli.main import parser

UNITS = Path(__file__).resolve().parents[2] / "deploy" / "systemd"
PROGRAM = "/opt/handrail/.venv/bin/handrail"


def test_every_command_in_the_units_is_known() -> None:
    commands = [
        line.split("=", 1)[1]
        for path in UNITS.glob("*.service")
        for line in path.read_text().splitlines()
        if line.startswith("ExecStart")
    ]
    assert len(commands) == 5
    for command in commands:
        program, *words = shlex.split(command)
        assert program == PROGRAM
        assert callable(parser().parse_args(words).run)


def test_every_timer_starts_a_service_that_is_there() -> None:
    timers = {path.stem for path in UNITS.glob("*.timer")}
    assert timers == {"handrail-backup", "handrail-check"}
    assert timers < {path.stem for path in UNITS.glob("*.service")}


def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here.")
    for path in UNITS.iterdir():
        text = path.read_text().replace(PROGRAM, "/bin/true")
        (tmp_path / path.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if "handrail" in line]
    assert said == []
