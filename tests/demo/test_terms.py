"""Term dates: believable for any year, and the cast's own where it has them."""

from datetime import date

import pytest

from handrail.demo.cast import TERMS
from handrail.demo.terms import easter, school_year, school_years, year_of


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2038, date(2038, 4, 25))],
)
def test_easter_falls_where_it_falls(year: int, sunday: date) -> None:
    assert easter(year) == sunday


@pytest.mark.parametrize("first", range(2015, 2045))
def test_every_year_has_six_half_terms_and_about_190_days(first: int) -> None:
    year = school_year(first)
    weekdays = 0
    before = date(first, 8, 1)
    for _, starts, ends in year.terms:
        assert before < starts <= ends
        assert starts.weekday() < 5
        assert ends.weekday() < 5
        weekdays += sum(
            date.fromordinal(day).weekday() < 5
            for day in range(starts.toordinal(), ends.toordinal() + 1)
        )
        before = ends
    assert 180 <= weekdays <= 198
    assert len(year.terms) == 6


def test_the_year_of_the_cast_is_the_cast_s_own() -> None:
    assert school_year(2026).terms == TERMS


def test_august_belongs_to_the_year_to_come() -> None:
    assert (year_of(date(2026, 7, 31)), year_of(date(2026, 8, 1))) == (2025, 2026)
    years = school_years(date(2024, 11, 23), date(2026, 11, 23))
    assert [year.first for year in years] == [2024, 2025, 2026]
