"""What the phone says by itself of the time between two looks is what the server says."""

from datetime import date, time
from random import Random

import pytest
from playwright.sync_api import Page

from handrail.core import clock
from handrail.kinds.hold.lengths import longest_unseen, said_of_unseen
from handrail.kinds.hold.models import Hold, Observation
from handrail.records.kind import Facts
from handrail.school.models import Word
from tests.capture.test_schedules import page

pytestmark = pytest.mark.browser
__all__ = ["page"]
CASES = 300


def said_by_the_server(happened: time, about: int, looks: list[time], most: int) -> str:
    facts = Facts(
        happened_at=clock.at_local(date(2026, 11, 23), happened), detail=Hold(minutes=about),
        people={}, rows={"observations": tuple(Observation(at=at) for at in looks)},
        chosen={"sort": (Word(slug="seclusion"),)},
    )  # fmt: skip
    unseen = longest_unseen(facts, most)
    long = unseen is not None and unseen.minutes >= most
    return said_of_unseen(unseen, most) if unseen and long else ""


def test_the_phone_says_what_the_server_says(page: Page) -> None:
    """Before and after midnight, looks before it was written down, in no order, none at all."""
    rng = Random(20261123)
    cases = []
    for _ in range(CASES):
        happened = rng.choice((rng.randrange(86_400), 600, 86_100))
        looks = [(happened + 60 * rng.randrange(-40, 60)) % 86_400 for _ in range(rng.randrange(6))]
        about, most = rng.choice((0, 3, 20, 45, rng.randrange(120))), rng.randrange(1, 16)
        cases.append({"happened": happened, "about": 60 * about, "looks": looks, "most": most})
    said = page.evaluate(
        """async (cases) => { const { saidOfGaps } = await import("/static/capture/gaps.js");
           return cases.map(saidOfGaps); }""",
        cases,
    )
    for case, words in zip(cases, said, strict=True):
        looks = [_time(at) for at in case["looks"]]  # type: ignore[attr-defined]
        about = int(str(case["about"])) // 60
        ours = said_by_the_server(_time(case["happened"]), about, looks, case["most"])  # type: ignore[arg-type]
        assert words == ours, case
    assert 50 < sum(1 for words in said if words) < CASES


def _time(seconds: int) -> time:
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
