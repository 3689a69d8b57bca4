"""The atoms: times in words, clocks, plurals, icons and faces."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.ui.templatetags import ui


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(23, 9, 4), "Today 09:04"),
        (at(22, 15, 30), "Yesterday 15:30"),
        (at(24, 8, 0), "Tomorrow 08:00"),
        (at(20, 13, 40), "Friday 20 November 13:40"),
        (at(5, 9, 5, month=6), "Friday 5 June 09:05"),
        (at(3, 9, 0, year=2025), "Monday 3 November 2025 09:00"),
        (None, ""),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment: datetime | None, words: str) -> None:
    assert ui.when(moment) == words


def test_a_moment_is_told_by_the_clocks_of_london() -> None:
    late_in_june = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # already July in London
    assert ui.when(late_in_june) == "Wednesday 1 July 00:30"


def test_a_day_without_an_hour_is_said_in_words_too() -> None:
    assert [ui.day(date(2026, 11, 23)), ui.full_date(date(2018, 5, 9)), ui.full_date(None)] == [
        "Today",
        "9 May 2018",
        "",
    ]


@pytest.mark.parametrize(
    ("left", "state", "words"),
    [
        (timedelta(minutes=12), "due", "12 minutes left"),
        (timedelta(minutes=1), "due", "1 minute left"),
        (timedelta(seconds=10), "due", "Due now"),
        (timedelta(hours=5), "due", "Due today 15:12"),
        (timedelta(days=1), "due", "Due tomorrow 10:12"),
        (timedelta(hours=-1), "late", "Was due today 09:12"),
        (timedelta(days=-3), "late", "Was due Friday 20 November 10:12"),
    ],
)
def test_a_clock_says_what_is_left_or_how_late_it_is(
    left: timedelta, state: str, words: str
) -> None:
    drawn = ui.due(clock.now() + left)
    assert f'class="clock {state}"' in drawn
    assert drawn.endswith(f"</svg>{words}</span>")


@pytest.mark.parametrize(
    ("n", "words"), [(0, "0 pupils"), (1, "1 pupil"), (2, "2 pupils"), (2000, "2,000 pupils")]
)
def test_a_plural_agrees_with_its_number(n: int, words: str) -> None:
    assert ui.plural(n, "pupil", "pupils") == words


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in ui.icon("lock")
    assert 'role="img" aria-label="Lock"' in ui.icon("lock", "Lock")


def test_an_arrow_turns_round_in_right_to_left_text() -> None:
    assert 'class="i turns"' in ui.icon("chevron-right")
    assert 'class="i"' in ui.icon("lock")


def test_a_name_with_signs_in_it_cannot_break_out_of_the_page() -> None:
    hostile = '"><script>alert(1)</script>'
    drawn = [
        ui.icon("lock", hostile),
        ui.face(hostile),
        ui.glyph(hostile, "lock"),
        ui.done(hostile),
    ]
    assert [one for one in drawn if "<script" in one] == []
