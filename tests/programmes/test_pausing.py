"""Support that is stopped and started again: A1 B1 A2 B2, on the chart and for the engine."""

from datetime import timedelta

import pytest

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.programmes.dosing import dose_of
from handrail.programmes.forgetting import forget_programmes
from handrail.programmes.giving import Taken, measure
from handrail.programmes.judging import answers_of, pooled, series_of
from handrail.programmes.making import say_dates
from handrail.programmes.models import Pause, ProgrammePupil
from handrail.programmes.pausing import start_again, stop
from handrail.records.beside import said_of, tables_of
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.support.evidence import findings_for
from handrail_evidence import judge_each
from tests.programmes.giving import STARTS, place_of, programme_of
from tests.programmes.test_pages import client_of, page

FIRST = STARTS - timedelta(days=20)  # support from then; both lie before the standing day


def abab(cast: Cast) -> ProgrammePupil:
    """Six days without, six with, six without, six with: eight calls, then two, each time."""
    place = place_of(cast, programme_of(cast), cast.leo, starts=FIRST)
    patel = reader_for(cast.patel)
    stop(patel, place, FIRST + timedelta(days=6), "To see whether it lasts")
    start_again(patel, place, FIRST + timedelta(days=12), "It came back at once")
    for day in range(-6, 18):
        value = 8 if day < 0 or 6 <= day < 12 else 2
        taken = {place: Taken(value + day % 2)}
        measure(patel, place.programme, new_uuid(), FIRST + timedelta(days=day), taken)
    return ProgrammePupil.objects.select_related("programme", "pupil").get(pk=place.pk)


def test_the_engine_gets_four_phases_and_each_beginning_is_judged(cast: Cast) -> None:
    place = abab(cast)
    answer = answers_of([place])[0]
    series = series_of(place, answer.standing)
    assert [(phase.condition, len(phase.seen)) for phase in series.phases] == [
        ("A", 6), ("B", 6), ("A", 6), ("B", 6),
    ]  # fmt: skip
    assert list(answer.each) == judge_each(series)
    assert (len(answer.each), answer.judgement) == (2, answer.each[0])
    together = pooled([answer])
    assert (together.shown, together.times) == (1, 2)
    html = page("sam", f"/pupils/{cast.leo.uuid}/working/")
    assert html.count('class="border"') == 3
    assert html.count('class="phase"') == 4
    assert "Without: 6 measured, between 8 and 9." in html
    assert "again after" in html
    assert "shown 2 times" in page("sam", f"/programmes/{place.programme.uuid}/working/")


def test_no_dose_is_asked_for_while_it_is_stopped(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast), cast.leo, starts=STARTS - timedelta(days=28))
    assert dose_of(place.programme, [place]).asked == 6 * 3
    stop(reader_for(cast.patel), place, STARTS, "Half a term without")
    assert dose_of(place.programme, [place]).asked == 3 * 3


def test_it_stops_and_starts_in_order_with_a_reason_by_whoever_steers(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast), cast.leo)
    patel, later = reader_for(cast.patel), STARTS + timedelta(days=5)
    wrong = [
        (reader_for(cast.lee), later, "Because I say so", "Only whoever"),
        (patel, STARTS, "Because I say so", "after it started"),
        (patel, later, "", "Say why it stops"),
    ]
    for reader, day, why, sentence in wrong:
        with pytest.raises(Refused, match=sentence):
            stop(reader, place, day, why)
    with pytest.raises(Refused, match="is running"):
        start_again(patel, place, later, "Because I say so")
    stop(patel, place, later, "To see whether it lasts")
    with pytest.raises(Refused, match="stopped already"):
        stop(patel, place, later, "To see whether it lasts")
    with pytest.raises(Refused, match="after it stopped"):
        start_again(patel, place, later, "It came back at once")
    with pytest.raises(Refused, match="its first day stays"):
        say_dates(patel, place, STARTS - timedelta(days=1), None)
    with pytest.raises(Refused, match="after it was stopped"):
        say_dates(patel, place, STARTS, STARTS + timedelta(days=2))


def test_the_page_stops_and_starts_and_loses_nothing_typed(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast), cast.leo)
    sam, path = client_of("sam"), f"/programmes/{place.programme.uuid}/"
    sent = {"place": str(place.uuid), "day": "2026-11-12", "because": "x"}
    answer = sam.post(f"{path}do/stop/", sent)
    assert answer.status_code == 422
    assert 'value="2026-11-12"' in answer.content.decode()
    sam.post(f"{path}do/stop/", sent | {"because": "To see whether it lasts"})
    again = sent | {"because": "It came back at once", "day": "2026-11-18"}
    assert sam.post(f"{path}do/again/", again).status_code == 302
    html = page("sam", path)
    assert "To see whether it lasts" in html
    assert "It came back at once" in html
    text = next(one.text for one in said_of(cast.leo, cast.school) if one.label == "Programme")
    assert "To see whether it lasts; again after" in text
    assert len(list(tables_of(cast.school)["programme_pauses.csv"][1])) == 1
    forget_programmes(cast.leo, cast.school.pk)
    assert not Pause.objects.exists()


def test_what_is_typed_for_a_pupil_without_support_that_day_is_not_lost(cast: Cast) -> None:
    programme = programme_of(cast)
    leo, amina = (place_of(cast, programme, child) for child in (cast.leo, cast.amina))
    stop(reader_for(cast.patel), leo, STARTS + timedelta(days=4), "To see whether it lasts")
    sent = {"number": str(new_uuid()), "date": "2026-11-20", f"value-{leo.uuid}": "3",
            f"value-{amina.uuid}": "2"}  # fmt: skip
    answer = client_of("sam").post(f"/programmes/{programme.uuid}/session/", sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f"{cast.leo.short}: no support on that day. Use Measure instead." in html
    assert 'value="3"' in html
    assert not amina.measurements.exists()


def test_a_review_keeps_after_how_many_beginnings_it_got_better(cast: Cast) -> None:
    abab(cast)
    found = dict((label, said) for _, label, said in findings_for(
        reader_for(cast.okafor), cast.school, cast.leo))  # fmt: skip
    assert "For the better after 2 of the 2 times that support began." in found["Wait and tell"]
