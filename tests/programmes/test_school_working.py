"""Every programme beside the others: counts, whom it helps, and who is left out."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.demo.cast import Cast
from handrail.programmes.helping import halves_of
from handrail_evidence import Judgement, Verdict, judge, make_series
from tests.programmes.giving import measured, place_of, programme_of, session_of
from tests.programmes.test_pages import AFTER, BEFORE, client_of, page

BETTER = r'data-label="Changed for the better">\s*(?:<a[^>]*>)?(\d+)\s*<'
ONE = judge(make_series("x", [], direction="increase"))


def begun_at(start: float, *, better: bool | None) -> Judgement:
    verdict = Verdict.CANNOT_TELL if better is None else Verdict.CHANGED
    return replace(ONE, mean_before=start, verdict=verdict, better=better)


def test_verdicts_dose_and_cost_stand_beside_each_other(cast: Cast) -> None:
    one, two = programme_of(cast), programme_of(cast, name="Another")
    leo = place_of(cast, one, cast.leo)
    measured(cast, leo, BEFORE, AFTER)
    session_of(cast, [leo])
    place_of(cast, two, cast.amina)
    html = page("khan", "/programmes/working/")
    words = "Changed for the better|Not changed|Cannot tell yet"
    cells = re.findall(rf'data-label="(?:{words})">\s*(?:<a[^>]*>)?(\d+)\s*<', html)
    assert cells == ["0", "0", "1", "1", "0", "0"]
    assert "£25.00" in html  # 20 to set up and one session of 5
    assert f'href="/programmes/{one.uuid}/working/"' in html


def test_pupils_who_are_not_the_readers_count_in_no_verdict(cast: Cast) -> None:
    programme = programme_of(cast, by=cast.okafor, led_by=cast.sam)
    measured(cast, place_of(cast, programme, cast.leo), BEFORE, AFTER)
    measured(cast, place_of(cast, programme, cast.yusuf), BEFORE, AFTER)
    html = page("patel", "/programmes/working/")
    assert re.findall(BETTER, html) == ["1"]
    assert "1 place is left out" in html
    assert re.findall(BETTER, page("khan", "/programmes/working/")) == ["2"]


def test_it_asks_as_often_for_three_programmes_as_for_one(cast: Cast) -> None:
    khan = client_of("khan")

    def counted(name: str) -> int:
        place = place_of(cast, programme_of(cast, name=name), cast.leo)
        measured(cast, place, BEFORE[:2], AFTER[:2])
        session_of(cast, [place])
        with CaptureQueriesContext(connection) as seen:
            assert khan.get("/programmes/working/").status_code == 200
        return len(seen)

    counted("One")
    assert counted("Two") == counted("Three")


@pytest.mark.parametrize("least", [3, 4])
def test_whom_it_helps_is_said_only_of_enough_pupils_on_either_side(least: int) -> None:
    low = [begun_at(10 + n, better=n > 0) for n in range(4)]
    high = [begun_at(30 + n, better=None if n == 0 else False) for n in range(least)]
    halves = halves_of([*low, *high])
    if least == 3:
        assert halves is None
        return
    assert halves is not None
    lower, higher = halves
    assert (lower.pupils, lower.better, lower.told, lower.least, lower.most) == (4, 3, 4, 10, 13)
    assert (higher.better, higher.told) == (0, 3)


def test_pupils_who_all_began_alike_are_not_told_apart() -> None:
    assert halves_of([begun_at(5, better=True) for _ in range(12)]) is None
