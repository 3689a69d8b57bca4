"""Making, drawing, giving and measuring: kept once, and refused in plain words."""

from datetime import date, timedelta

import pytest

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.programmes.dosing import dose_of
from handrail.programmes.forgetting import forget_programmes
from handrail.programmes.giving import Taken, measure, note_other_change, withdraw
from handrail.programmes.judging import answers_of
from handrail.programmes.making import (
    add_pupil,
    change_programme,
    draw_starts,
    drawn,
    make_programme,
    say_dates,
    school_days,
)
from handrail.programmes.models import Measurement, OtherChange, Programme, Session
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.school.calendars import calendar_of
from handrail_evidence import Verdict
from tests.programmes.giving import STARTS, measured, place_of, programme_of, session_of

AHEAD = (date(2026, 11, 30), date(2026, 12, 11))


def test_a_session_sent_three_times_is_one(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast), cast.leo)
    number = new_uuid()
    for _ in range(3):
        session_of(cast, [place], uuid=number, taken={place: Taken(4)})
    assert (Session.objects.count(), Measurement.objects.count()) == (1, 1)
    assert Session.objects.get().register.count() == 1


def test_a_session_with_somebody_elses_number_is_refused(cast: Cast) -> None:
    place, other = (place_of(cast, programme_of(cast), child) for child in (cast.leo, cast.amina))
    kept = session_of(cast, [place])
    with pytest.raises(Refused, match="lost its number"):
        session_of(cast, [other], uuid=kept.uuid)


def test_a_drawn_start_lies_in_its_days_and_can_be_drawn_again(cast: Cast) -> None:
    programme = programme_of(cast)
    for child in (cast.leo, cast.amina, cast.jaden):
        place_of(cast, programme, child, starts=None)
    places = draw_starts(reader_for(cast.sam), programme, *AHEAD)
    days = school_days(calendar_of(cast.school), *AHEAD)
    assert [place.starts for place in places] == drawn(places[0].drawn_seed, days, 3)
    assert len({place.starts for place in places}) == 3
    assert all(place.starts in days and place.drawn_at for place in places)


def test_draws_are_staggered_and_give_everybody_every_turn() -> None:
    days = [AHEAD[0] + timedelta(days=n) for n in range(9)]
    firsts = {drawn(f"seed {n}", days, 3).index(min(drawn(f"seed {n}", days, 3)))
              for n in range(40)}  # fmt: skip
    assert firsts == {0, 1, 2}
    for n in range(40):
        thirds = sorted(days.index(day) // 3 for day in drawn(f"seed {n}", days, 3))
        assert thirds == [0, 1, 2]


def test_the_same_seed_draws_the_same_on_every_machine() -> None:
    days = [AHEAD[0] + timedelta(days=n) for n in range(12)]
    assert [days.index(day) for day in drawn("0123456789abcdef", days, 2)] == [2, 10]


def test_a_start_is_drawn_ahead_and_stays(cast: Cast) -> None:
    programme = programme_of(cast)
    place_of(cast, programme, cast.leo, starts=None)
    sam = reader_for(cast.sam)
    with pytest.raises(Refused, match="must lie ahead"):
        draw_starts(sam, programme, date(2026, 11, 23), AHEAD[1])
    place = draw_starts(sam, programme, *AHEAD)[0]
    with pytest.raises(Refused, match="was drawn"):
        say_dates(sam, place, date(2026, 11, 24), None)
    with pytest.raises(Refused, match="has a start already"):
        draw_starts(sam, programme, *AHEAD)


def test_a_start_moves_after_measuring_only_with_a_reason_that_stays(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast), cast.leo)
    sam, later = reader_for(cast.sam), STARTS + timedelta(days=2)
    say_dates(sam, place, later, None)  # nothing was measured yet: a plan may change
    measured(cast, place, [4, 5], [2])
    with pytest.raises(Refused, match="Say why the start moves"):
        say_dates(sam, place, STARTS, None)
    place.refresh_from_db()
    assert (place.starts, OtherChange.objects.count()) == (later, 0)
    say_dates(sam, place, STARTS, None, "The room was free two days earlier")
    kept = (
        "Start moved from 11 November 2026 to 9 November 2026: The room was free two days earlier"
    )
    assert OtherChange.objects.get().words == kept


def test_a_session_that_happened_for_nobody_was_not_given_and_cost_nothing(cast: Cast) -> None:
    programme = programme_of(cast)
    places = [place_of(cast, programme, one) for one in (cast.leo, cast.zoe)]
    session_of(cast, places, register=dict.fromkeys(places, "cancelled"))
    assert (dose_of(programme, places).sessions, dose_of(programme, places).cost) == (0, 20)
    session_of(cast, places, register={places[0]: "", places[1]: "cancelled"})
    assert (dose_of(programme, places).sessions, dose_of(programme, places).cost) == (1, 25)


def test_other_minutes_and_other_moments_are_another_way_of_measuring(cast: Cast) -> None:
    """The engine must say that the two cannot be compared, not join them."""
    programme = programme_of(cast, scale="percentage", unit="per cent", watched_minutes=20)
    place = place_of(cast, programme, cast.leo)
    sam = reader_for(cast.sam)
    for day in range(6):
        measure(
            sam,
            programme,
            new_uuid(),
            STARTS - timedelta(days=6 - day),
            {place: Taken(40.0 + day, every=30)},
        )
        measure(sam, programme, new_uuid(), STARTS + timedelta(days=day),
                {place: Taken(70.0 + day, every=60)}, watched=60)  # fmt: skip
    rows = place.measurements.order_by("date")
    assert (rows[0].how, rows[0].watched_minutes) == ("a tally, moments every 30 s", 20)
    assert (rows[11].how, rows[11].watched_minutes) == ("a tally, moments every 60 s", 60)
    judged = answers_of([place])[0].judgement
    assert {"method", "session_length"} <= {one.code for one in judged.warnings}
    assert judged.verdict == Verdict.CANNOT_TELL


def test_the_measure_is_fixed_once_it_was_taken(cast: Cast) -> None:
    programme = programme_of(cast)
    programme.unit = "calls a morning"
    change_programme(reader_for(cast.patel), programme)
    measured(cast, place_of(cast, programme, cast.leo), [4], [2])
    programme.unit = "calls a day"
    with pytest.raises(Refused, match="needs a new programme"):
        change_programme(reader_for(cast.patel), programme)


@pytest.mark.parametrize(
    ("scale", "value", "sentence"),
    [("count", 1.5, "whole number"), ("count", -1, "whole number"), ("percentage", 101, "0 and"),
     ("time", -1, "0 minutes"), ("other", float("nan"), "not a number")],
)  # fmt: skip
def test_a_value_that_its_scale_does_not_know_is_refused(
    cast: Cast, scale: str, value: float, sentence: str
) -> None:
    programme = programme_of(cast, scale=scale)
    place = place_of(cast, programme, cast.leo)
    with pytest.raises(Refused, match=sentence):
        measure(reader_for(cast.sam), programme, new_uuid(), STARTS, {place: Taken(value)})


def test_a_withdrawn_measurement_stays_and_counts_no_more(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast), cast.leo)
    measured(cast, place, [4, 5], [2])
    slip = Measurement.objects.get(value=5)
    withdraw(reader_for(cast.sam), slip, "Counted another pupil")
    answer = answers_of([place])[0]
    assert (len(answer.rows), len(answer.standing), answer.judgement.points_before) == (3, 2, 1)


def test_phases_follow_the_dates_of_the_place(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast), cast.leo)
    place.ends = STARTS + timedelta(days=4)
    days = (-1, 0, 4, 5)
    assert [place.condition_on(STARTS + timedelta(days=n)) for n in days] == ["A", "B", "B", "F"]


def test_an_assistant_makes_no_programme_and_nobody_puts_their_own_child_on_one(cast: Cast) -> None:
    with pytest.raises(Refused, match="made by teachers"):
        make_programme(reader_for(cast.sam), Programme(school=cast.school))
    with pytest.raises(Refused, match="pupil of the school"):
        add_pupil(reader_for(cast.ahmed), programme_of(cast), cast.bo)


def test_what_is_forgotten_of_a_pupil_leaves_the_others(cast: Cast) -> None:
    programme = programme_of(cast)
    leo, amina = (place_of(cast, programme, child) for child in (cast.leo, cast.amina))
    for place in (leo, amina):
        measured(cast, place, [4], [2])
    alone, both = session_of(cast, [leo]), session_of(cast, [leo, amina], note="Leo went first.")
    note_other_change(reader_for(cast.sam), cast.school, cast.leo, STARTS, "A new seat")
    forget_programmes(cast.leo, cast.school.pk)
    assert list(programme.places.all()) == [amina]
    assert list(Session.objects.values_list("uuid", "note")) == [(both.uuid, "")]
    assert alone.uuid != both.uuid
    assert Measurement.objects.count() == 2
    assert not OtherChange.objects.exists()


def test_one_session_watched_for_longer_leaves_no_verdict_on_a_count(cast: Cast) -> None:
    """The form promises that the page says so, also where one session alone was longer."""
    place = place_of(cast, programme_of(cast, watched_minutes=10), cast.leo)
    measured(cast, place, [9, 8, 9, 8, 9], [1, 2, 1, 2, 1])
    assert answers_of([place])[0].judgement.verdict == "changed"
    day = STARTS + timedelta(days=6)
    taken = {place: Taken(2)}
    measure(reader_for(cast.sam), place.programme, new_uuid(), day, taken, watched=20)
    judgement = answers_of([place])[0].judgement
    assert judgement.verdict == "cannot tell yet"
    assert judgement.reason == "Sessions were not all equally long."
