"""Seats: drawn by the teacher, kept by day, shown to whoever covers; from a seat one logs."""

from datetime import timedelta
from typing import Any

import pytest

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.records.beside import said_of, tables_of
from handrail.seating.forgetting import forget_seats
from handrail.seating.models import Drawing, Seat, SeatingPlan
from tests.learning.planning import plan_of
from tests.programmes.test_pages import client_of, page


def at(cast: Cast, tail: str = "") -> str:
    return f"/groups/{cast.groups['4 Willow'].uuid}/seats/{tail}"


def typed(cast: Cast, **more: Any) -> dict[str, Any]:
    """Two rows of three; Leo at the front on the left, Amina behind him, one seat free."""
    return {
        "name": "Usual places", "starts": clock.today().isoformat(), "rows": "2", "columns": "3",
        "seat": ["1-1", "1-3"],
        f"row-{cast.leo.uuid}": "1", f"column-{cast.leo.uuid}": "1",
        f"row-{cast.amina.uuid}": "2", f"column-{cast.amina.uuid}": "2", **more,
    }  # fmt: skip


def drawn(cast: Cast, username: str = "patel", **more: Any) -> Any:
    return client_of(username).post(at(cast, "draw/"), typed(cast, **more))


def test_a_teacher_draws_and_whoever_covers_finds_the_seats_and_logs_from_one(cast: Cast) -> None:
    assert drawn(cast).status_code == 302
    drawing = Drawing.objects.get()
    stood = {str(seat): seat.pupil_id for seat in drawing.seats.all()}
    assert stood == {"1-1": cast.leo.pk, "1-3": None, "2-2": cast.amina.pk}
    cover = plan_of(cast, is_cover=True, seating="Stop with a raised hand.", day=clock.today())
    for path in (f"/plans/{cover.uuid}/", at(cast)):
        html = page("sam", path)
        assert f'<td class="seat"><a href="/log/?pupil={cast.leo.uuid}"' in html
        assert html.index(str(cast.leo.uuid)) < html.index(str(cast.amina.uuid))
        assert "No seat yet:" in html
    assert "Stop with a raised hand." in page("sam", f"/plans/{cover.uuid}/")
    group = f"/pupils/?group={cast.groups['4 Willow'].uuid}"
    assert at(cast) in page("sam", group)
    assert at(cast) not in page("office", group)
    assert drawn(cast).status_code == 302  # the same again is no other drawing
    assert (SeatingPlan.objects.count(), Drawing.objects.count()) == (1, 1)


def test_what_stood_on_a_day_stays_and_a_plan_is_put_away(cast: Cast) -> None:
    drawn(cast)
    plan, today = SeatingPlan.objects.get(), clock.today()
    with clock.frozen(clock.now() + timedelta(days=7)):
        later = clock.today()
        moved = {f"row-{cast.leo.uuid}": "2", f"column-{cast.leo.uuid}": "3"}
        drawn(cast, plan=str(plan.uuid), starts=later.isoformat(), **moved)
        drawn(cast, name="On the carpet", starts=later.isoformat())
        now, then = page("sam", at(cast)), page("sam", at(cast, f"?on={today}"))
        assert [now.count(f"from {day.day} {day:%B %Y}") for day in (today, later)] == [0, 1]
        assert [then.count(f"from {day.day} {day:%B %Y}") for day in (today, later)] == [1, 0]
        said = [one.text for one in said_of(cast.leo, cast.school) if one.label == "Seat"]
        assert len(said) == 3
        assert said[0].startswith("4 Willow, Usual places: row 1, seat 1, from ")
        assert "to the drawing of" in said[0]
        before = said_of(cast.leo, cast.school, until=today)
        assert len([one for one in before if one.label == "Seat"]) == 1
        room = page("patel", at(cast, f"draw/?from={plan.uuid}"))
        assert room.count(" checked>") == 4
        assert "selected>" not in room.split("data-lists")[1]
        client_of("sam").post(at(cast), {"plan": str(plan.uuid), "what": "away"})
        assert SeatingPlan.objects.filter(retired_on=None).count() == 2
        client_of("patel").post(at(cast), {"plan": str(plan.uuid), "what": "away"})
        assert "On the carpet <span" in page("sam", at(cast))  # the usual ones are now these
    columns, rows = tables_of(cast.school)["seats.csv"]
    assert len(list(rows)) == 10
    assert columns[-1] == "pupil"
    forget_seats(cast.leo, cast.school.pk)
    assert not Seat.objects.filter(pupil=cast.leo).exists()
    assert Drawing.objects.count() == 3
    forget_seats(cast.amina, cast.school.pk)
    assert (Drawing.objects.count(), SeatingPlan.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"name": " "}, "Give these seats a name"), ({"starts": ""}, "Give the day from which"),
     ({"starts": "2026-01-05"}, "what stood then stays"), ({"rows": "0"}, "A room has 1 to 10"),
     ({"columns": "1"}, "The seat of Amina M lies outside"),
     ({"row-leo": "2", "column-leo": "2"}, "have the same seat: row 2, seat 2"),
     ({"column-leo": ""}, "Choose both the row and the seat of Leo T")],
)  # fmt: skip
def test_what_is_drawn_wrong_comes_back_whole(
    cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    answer = drawn(cast, **{key.replace("leo", str(cast.leo.uuid)): wrong[key] for key in wrong})
    html = answer.content.decode()
    assert (answer.status_code, Drawing.objects.count()) == (422, 0)
    assert sentence in html
    assert f'name="row-{cast.amina.uuid}"' in html


def test_a_room_of_another_size_is_shown_without_keeping_anything(cast: Cast) -> None:
    html = drawn(cast, rows="5", look="yes").content.decode()
    assert 'value="5-3"' in html
    assert not SeatingPlan.objects.exists()
    drawn(cast)
    again = drawn(cast, name="usual PLACES").content.decode()
    assert "seats of that name already" in again
    assert client_of("reid").get(at(cast, "draw/")).status_code == 404
