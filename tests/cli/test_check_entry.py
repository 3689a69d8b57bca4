"""`handrail verify --entry`: does a printed entry say what its record said?"""

from argparse import Namespace

import pytest

from handrail.cli.care import run_check_entry
from handrail.demo.cast import Cast
from handrail.records.models import Revision
from tests.registers.holds import three_holds


def asked(**parts: object) -> Namespace:
    said = {"json": False, "register": "hold", "entry": 1, "year": 2026, "value": ""}
    return Namespace(**{**said, **parts})


def test_paper_matches_or_does_not(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    first = three_holds(cast)[0]
    value = Revision.objects.get(record=first).hash[:16]
    assert run_check_entry(asked(value=value)) == 0
    assert "Spring Lane Primary: Matches." in capsys.readouterr().out
    assert run_check_entry(asked(value="0" * 16)) == 1
    assert "Does not match" in capsys.readouterr().out
    assert run_check_entry(asked(value=value, entry=9)) == 2
    assert run_check_entry(asked(value="")) == 2
