"""Two observers: what the second saw is held against the first, and moves nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.programmes.agreeing import Alike, agreement_of
from handrail.programmes.giving import Taken, measure
from handrail.programmes.judging import answers_of
from handrail.programmes.models import Measurement, ProgrammePupil
from handrail.records.reader import reader_for
from tests.programmes.giving import STARTS, measured, place_of, programme_of
from tests.programmes.test_pages import AFTER, BEFORE, client_of, page


def watched(cast: Cast, place: ProgrammePupil, values: dict[int, float], by: str = "patel") -> None:
    """Days after the start, and what a second observer saw on them."""
    for day, value in values.items():
        reader = reader_for(getattr(cast, by))
        on = STARTS + timedelta(days=day)
        measure(reader, place.programme, new_uuid(), on, {place: Taken(value)}, second=True)


def leo(cast: Cast, **more: Any) -> ProgrammePupil:
    place = place_of(cast, programme_of(cast, **more), cast.leo)
    measured(cast, place, BEFORE, AFTER)  # with support: 4, 3, 5, 2, missed, 3, 2, 1
    return place


def alike(place: ProgrammePupil) -> Alike | None:
    return agreement_of(answers_of([place])[0])


def test_counts_are_held_by_the_smaller_by_the_larger(cast: Cast) -> None:
    place = leo(cast)
    before = answers_of([place])[0].judgement
    assert alike(place) is None
    watched(cast, place, {0: 4, 1: 4, 2: 4, 4: 9})  # on the last nobody else measured
    found = alike(place)
    assert found is not None
    assert found.value == pytest.approx((1 + 3 / 4 + 4 / 5) / 3)
    assert (found.days, found.of, found.is_low, found.is_seldom) == (3, 13, False, False)
    assert answers_of([place])[0].judgement == before


def test_scores_are_held_by_how_often_they_are_the_same(cast: Cast) -> None:
    place = leo(cast, scale="other")
    watched(cast, place, {0: 4, 1: 4})
    found = alike(place)
    assert found is not None
    assert (found.value, found.is_low, found.is_seldom) == (0.5, True, True)


def test_nobody_agrees_with_themselves_and_what_is_withdrawn_counts_for_nothing(
    cast: Cast,
) -> None:
    place = leo(cast)
    watched(cast, place, {0: 4}, by="sam")
    assert alike(place) is None
    watched(cast, place, {0: 4})
    Measurement.objects.filter(second=True).update(
        withdrawn_at=place.programme.made_at, withdrawn_because="The wrong child"
    )
    assert alike(place) is None


def test_the_page_takes_a_second_observer_and_says_how_alike_they_were(cast: Cast) -> None:
    place = leo(cast)
    sent = {"number": str(new_uuid()), "date": str(STARTS), f"value-{place.uuid}": "2",
            "second": "on"}  # fmt: skip
    client_of("patel").post(f"/programmes/{place.programme.uuid}/measure/", sent)
    html = page("sam", f"/pupils/{cast.leo.uuid}/working/")
    assert 'smaller number was <b class="num">50%</b> of the larger, on 1 day of 13' in html
    assert "Below 80%" in html
    assert "Fewer than one day in five" in html
    assert html.count('class="dot in-B"') == 7  # as many as the first measured


def sampled(cast: Cast, place: ProgrammePupil, day: int, streams: tuple[str, str]) -> None:
    """What Sam and Mr Patel answered at the same moments, so many days after the start."""
    on = STARTS + timedelta(days=day)
    for by, stream in zip((cast.sam, cast.patel), streams, strict=True):
        answered = stream.replace("-", "")
        taken = Taken(round(100 * answered.count("1") / len(answered), 1), "", 30, stream)
        measure(reader_for(by), place.programme, new_uuid(), on, {place: taken},
                second=by is cast.patel)  # fmt: skip


def test_moments_that_both_answered_give_kappa_and_a_warning_where_it_is_rare(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast, scale="percentage"), cast.leo)
    sampled(cast, place, 0, ("1100-10", "1000110"))
    found = alike(place)
    assert found is not None
    kappa = found.kappa
    assert kappa is not None  # answers of both: 1100.10 against 1000.10
    assert (kappa.of, kappa.alike, kappa.seen, kappa.both) == (6, 5 / 6, 5 / 12, 2 / 3)
    assert kappa.value == pytest.approx((5 / 6 - 1 / 2) / (1 / 2))
    assert not kappa.is_extreme
    sampled(cast, place, 1, ("0" * 30, "0" * 30))
    rare = alike(place)
    assert rare is not None
    assert rare.kappa is not None
    assert (rare.kappa.of, rare.kappa.is_rare, rare.kappa.is_extreme) == (36, True, True)
    html = page("sam", f"/pupils/{cast.leo.uuid}/working/")
    assert f'<data value="{rare.kappa.value!r}">' in html
    assert "of the moments: so seldom that chance alone agrees" in html
    assert "Of the moments at which either saw it, both did at 67%." in html


def test_moments_that_do_not_make_the_number_beside_them_are_not_kept(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast, scale="percentage"), cast.leo)
    for every, value, stream in ((30, 90.0, "10"), (None, 50.0, "10"), (30, 50.0, "1x0")):
        taken = Taken(value, "", every, stream)
        measure(reader_for(cast.sam), place.programme, new_uuid(), STARTS, {place: taken})
    assert set(Measurement.objects.values_list("sampled", flat=True)) == {""}
