"""A group on a programme, its place, marks within sessions, and what of its dose is due today."""

from datetime import date
from typing import Any

import pytest

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.learning.models import Mark
from handrail.people.models import Membership
from handrail.programmes.due import Due, sessions_due
from handrail.programmes.grouping import join_group
from handrail.programmes.models import Programme, ProgrammePupil, Session, SessionMark
from handrail.records.beside import tables_of
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.school.models import Place
from tests.learning.planning import objective
from tests.programmes.giving import place_of, programme_of, session_of
from tests.programmes.test_correcting import path_of
from tests.programmes.test_pages import client_of, page

MONDAY = date(2026, 11, 23)


def form(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "name": "Talk time", "sort": "speech", "purpose": "Say a sentence to a friend.",
        "led_by": str(cast.sam.uuid), "times_a_week": "3", "minutes": "15", "weeks": "8",
        "measure": "Sentences", "unit": "sentences", "direction": "increase", "scale": "count",
        "how": "a tally", **more,
    }  # fmt: skip


def test_a_group_joins_together_in_its_place_with_objectives(cast: Cast) -> None:
    willow, room = cast.groups["4 Willow"], Place.objects.filter(school=cast.school)[0]
    one, patel = objective(cast), client_of("patel")
    looked = patel.post("/programmes/new/", form(cast, look="yes", look_up="three-digit"))
    assert (Programme.objects.count(), looked.status_code) == (0, 200)
    assert str(one.uuid) in looked.content.decode()
    five = [str(objective(cast, f"m{n}").uuid) for n in range(1, 6)]
    refused = patel.post("/programmes/new/", form(cast, objectives=five))
    assert "Choose at most 4 objectives." in refused.content.decode()
    for name, sentence in (("name", "Give the programme a name."), ("unit", "Say in what unit")):
        lacks = patel.post("/programmes/new/", form(cast, **{name: " "}))
        assert sentence in lacks.content.decode()
    sent = form(cast, group=str(willow.uuid), held_in=str(room.uuid), objectives=[str(one.uuid)])
    patel.post("/programmes/new/", sent)
    made = Programme.objects.get()
    members = Membership.objects.on(MONDAY).filter(group=willow, role="pupil").count()
    assert (made.group, made.held_in, list(made.objectives.all())) == (willow, room, [one])
    assert made.places.count() == members
    made.places.first().delete()  # type: ignore[union-attr]
    assert join_group(reader_for(cast.sam), made) == 1
    assert join_group(reader_for(cast.reid), made) == 0
    html = page("patel", f"/programmes/{made.uuid}/")
    for words in ("4 Willow", f"in {room.name}", one.text):
        assert words in html
    assert f'value="{one.uuid}" checked' in page("patel", f"/programmes/{made.uuid}/edit/")


def with_objective(cast: Cast) -> tuple[ProgrammePupil, dict[str, Any], str]:
    """Yusuf, whom Sam does not work with, on a programme that Sam leads; a filled-in session."""
    place, one = place_of(cast, programme_of(cast), cast.yusuf), objective(cast)
    place.programme.objectives.set([one])
    key = f"mark-{place.uuid}-{one.uuid}"
    sent = {"number": str(new_uuid()), "date": "2026-11-20", f"away-{place.uuid}": "", key: "2"}
    return place, sent, key


def test_a_session_holds_marks_once_and_takes_them_back_with_it(cast: Cast) -> None:
    place, sent, key = with_objective(cast)
    path = f"/programmes/{place.programme.uuid}/session/"
    assert f'name="{key}"' in page("sam", path)
    for _ in range(2):
        client_of("sam").post(path, sent)
    session, mark = Session.objects.get(), Mark.objects.get()
    assert (mark.pupil, mark.level, mark.marked_by) == (cast.yusuf, 2, cast.sam)
    assert f"{mark.happened_at:%d %H}" == "20 12"
    assert f'name="{key}" value="2" checked' in page("sam", path_of(session))
    right = sent | {"number": str(new_uuid()), "replaces": str(session.uuid), key: "1",
                    "because": "It was with help"}  # fmt: skip
    client_of("sam").post(path, right)
    mark.refresh_from_db()
    assert mark.withdrawn_because == "It was with help"
    assert Mark.objects.get(withdrawn_at=None).level == 1
    assert len(list(tables_of(cast.school)["programme_session_marks.csv"][1])) == 2


def test_only_who_was_there_is_marked_and_only_at_its_objectives(cast: Cast) -> None:
    place, sent, _ = with_objective(cast)
    path = f"/programmes/{place.programme.uuid}/session/"
    client_of("sam").post(path, sent | {f"away-{place.uuid}": "absent"})
    assert (Session.objects.count(), Mark.objects.count()) == (1, 0)
    with pytest.raises(Refused, match="Mark only who was there"):
        session_of(cast, [place], marks={(place, objective(cast, "m6")): 2})
    assert (Session.objects.count(), SessionMark.objects.count()) == (1, 0)


def due(cast: Cast, day: date = MONDAY) -> list[Due]:
    return sessions_due(reader_for(cast.sam), cast.school, day)


def test_today_shows_what_of_the_dose_is_still_to_be_given(cast: Cast) -> None:
    assert due(cast) == []
    place = place_of(cast, programme_of(cast), cast.leo)
    assert [(one.pupils, one.given, one.today) for one in due(cast)] == [(1, 0, False)]
    html = page("sam", "/")
    assert "Give Wait and tell" in html
    assert "0 of 3 given this week · 4 school days left" in html  # Friday is closed
    assert "Give Wait and tell" not in page("patel", "/")  # who does not lead it
    wednesday, saturday = date(2026, 11, 25), date(2026, 11, 28)
    assert [one.today for one in due(cast, wednesday)] == [True]  # two days for three sessions
    assert due(cast, saturday) == []
    session_of(cast, [place], day=MONDAY)
    assert due(cast) == []  # today's is given
    assert [(one.given, one.days_left) for one in due(cast, wednesday)] == [(1, 2)]
    Session.objects.update(withdrawn_at="2026-11-23T12:00Z", withdrawn_because="A slip")
    assert [one.given for one in due(cast)] == [0]
    place.ends = date(2026, 11, 20)
    place.save()
    assert due(cast) == []
