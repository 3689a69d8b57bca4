"""The p of a drawn start: over the very days it was drawn from, or none."""

from datetime import date, timedelta

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.programmes.chance import EARLY, MOVED, chances_of
from handrail.programmes.forgetting import forget_programmes
from handrail.programmes.judging import answers_of
from handrail.programmes.making import draw_starts, drawn, school_days
from handrail.programmes.models import Measurement, ProgrammePupil
from handrail.records.reader import reader_for
from handrail.school.calendars import calendar_of
from handrail_evidence.trend import randomisation_among
from tests.programmes.giving import place_of, programme_of
from tests.programmes.test_pages import page

WINDOW = date(2026, 11, 2), date(2026, 11, 13)  # ten school days, all past by now


def drawn_place(cast: Cast) -> ProgrammePupil:
    """As if drawn in October for the days of WINDOW, and measured on every day since."""
    place = place_of(cast, programme_of(cast), cast.leo, starts=None)
    days = school_days(calendar_of(cast.school), *WINDOW)
    place.starts = drawn("a seed", days, 1)[0]
    place.drawn_from, place.drawn_until = WINDOW
    place.drawn_seed, place.drawn_at = "a seed", clock.now() - timedelta(days=40)
    place.drawn_among, place.drawn_turn = 1, 0
    place.save()
    return place


def measure_all(cast: Cast, place: ProgrammePupil, first: date, last: date) -> None:
    """Eight a day before support and two with it."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    Measurement.objects.bulk_create(
        Measurement(uuid=new_uuid(), place=place, date=day, value=8 if day < place.starts else 2,
                    observer=cast.sam, how="a tally", filed_at=clock.now())
        for day in days
    )  # fmt: skip


def test_the_p_is_over_the_days_that_could_have_been_drawn(cast: Cast) -> None:
    place = drawn_place(cast)
    measure_all(cast, place, date(2026, 10, 26), date(2026, 11, 20))
    found = chances_of(answers_of([place]))[place.pk]
    assert (found.p, found.days) == (0.1, 10)  # no other day parts them as cleanly
    assert "drawn from 10 possible days. On 1 of them" in found.words
    assert "cannot go below 0.1" in found.words
    html = page("sam", f"/pupils/{cast.leo.uuid}/working/")
    assert found.words in html
    assert '<data value="0.1">' in html


def test_there_is_no_p_before_it_can_be_told_and_none_of_a_start_that_moved(cast: Cast) -> None:
    place = drawn_place(cast)
    measure_all(cast, place, date(2026, 10, 31), date(2026, 11, 20))
    assert chances_of(answers_of([place]))[place.pk].words == EARLY
    measure_all(cast, place, date(2026, 10, 26), date(2026, 10, 30))
    assert chances_of(answers_of([place]))[place.pk].p == 0.1
    place.starts += timedelta(days=1)  # type: ignore[operator]
    place.save()
    found = chances_of(answers_of([place]))[place.pk]
    assert (found.p, found.words) == (None, MOVED)
    assert chances_of(answers_of([place_of(cast, place.programme, cast.amina)])) == {}


def test_the_p_of_one_stays_when_the_other_who_was_drawn_is_forgotten(cast: Cast) -> None:
    programme = programme_of(cast)
    places = [place_of(cast, programme, pupil, starts=None) for pupil in (cast.amina, cast.leo)]
    ahead = clock.today() + timedelta(days=3)
    with_starts = draw_starts(reader_for(cast.khan), programme, ahead, ahead + timedelta(days=25))
    amina, leo = sorted(with_starts, key=lambda one: one.pk)
    assert [(one.drawn_among, one.drawn_turn) for one in (amina, leo)] == [(2, 0), (2, 1)]
    assert {one.pk for one in with_starts} == {one.pk for one in places}
    assert chances_of(answers_of([leo]))[leo.pk].words == EARLY
    forget_programmes(cast.amina, cast.school.pk)
    assert chances_of(answers_of([leo]))[leo.pk].words == EARLY  # not MOVED: it can be drawn again


def test_starts_that_part_the_points_alike_count_each() -> None:
    points = [(day, 0.0) for day in range(4)] + [(day, 1.0) for day in range(6, 10)]
    made = randomisation_among(points, [3, 4, 5, 6, 7], 5)
    assert made is not None
    assert (made.p, made.change, made.starts) == (3 / 5, 1.0, 5)
    assert randomisation_among(points, [2, 5], 5) is None
    assert randomisation_among(points, [3, 4], 5) is None
    worse = randomisation_among([(day, -y) for day, y in points], [3, 4, 5, 6, 7], 3)
    assert worse is not None
    assert worse.p == 2 / 5
