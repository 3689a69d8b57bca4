"""The rota as a school uses it: a week is made, gaps stand first, a swap is asked and accepted."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.keeping.beside import due_beside
from handrail.notify.absence import say_away
from handrail.notify.models import Alert
from handrail.people.models import LessonStaff, Post, User
from handrail.records.beside import tables_of
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.rota.making import (
    TurnDraft,
    as_usual,
    cannot,
    end_from,
    leave_out,
    make_turns,
    stand_in,
)
from handrail.rota.models import Swap, Turn, TurnChange, ZoneNote
from handrail.rota.swapping import answer, ask, take_back
from handrail.rota.today import own_turns
from handrail.rota.week import standing_on, week_of

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def break_turns(cast: Cast, *people: Any, weekdays: Any = (0, 1, 4), **more: Any) -> list[Turn]:
    draft = TurnDraft(
        "break", cast.places["Upper yard"], time(10, 40), time(11, 0), weekdays=weekdays,
        people=people, **more,
    )  # fmt: skip
    return make_turns(reader_for(cast.khan), cast.school, draft)


def gaps(cast: Cast, monday: date = MONDAY) -> list[str]:
    return [one.gap for one in week_of(cast.school, monday).gaps]


def test_a_week_is_made_asked_for_and_swapped_through_the_pages(cast: Cast) -> None:
    khan, sam, lee = client_of("khan"), client_of("sam"), client_of("lee")
    sent = {
        "sort": "break", "place": cast.places["Upper yard"].uuid, "starts": "10:40",
        "ends": "11:00", "weekdays": ["0", "4"], "people": [cast.sam.uuid], "note": "By the steps",
    }  # fmt: skip
    assert sam.get("/rota/new/").status_code == 404
    offered = khan.get("/rota/new/").content.decode()
    assert (cast.patel.formal in offered, cast.patel.name in offered) == (True, False)
    wrong = khan.post("/rota/new/", {**sent, "weekdays": []})
    assert (wrong.status_code, b"Choose days of the week" in wrong.content) == (422, True)
    assert b"ends before it starts" in khan.post("/rota/new/", {**sent, "ends": "10:00"}).content
    assert khan.post("/rota/new/", sent).headers["Location"] == f"/rota/?week={MONDAY}"
    khan.post("/rota/new/", {**sent, "sort": "lunch", "starts": "12:00", "ends": "12:30",
                             "weekdays": ["1"], "people": []})  # fmt: skip
    assert "Your turn at break, Upper yard" in sam.get("/").content.decode()
    assert "Your turn" not in lee.get("/").content.decode()

    week = khan.get("/rota/").content.decode()
    assert week.index("Nobody is down for it") < week.index("Turns by time and zone")
    assert "Fri 27 Nov" in week
    assert week.count("Sam Birch") == 1  # not on the training day
    assert "Somebody is needed" in sam.get("/rota/").content.decode()

    turn = Turn.objects.get(weekday=0)
    here = f"/rota/{turn.uuid}/"
    on = {"on": str(MONDAY)}
    assert sam.post(here, {**on, "what": "ask"}).status_code == 422
    asking = {**on, "what": "ask", "colleague": cast.lee.uuid, "words": "I have a phone call"}
    assert lee.post(here, asking).status_code == 422  # not hers to give away
    assert sam.post(here, asking).status_code == 302
    assert "asks you to take Upper yard" in lee.get("/").content.decode()
    told = Alert.objects.get(person=cast.lee, sort=Alert.Sort.TURN)
    assert (told.text, told.outside) == ("Sam Birch asks you to take a turn of duty",
                                         "News of the rota")  # fmt: skip
    assert lee.get(f"/alerts/{told.uuid}/").headers["Location"] == f"{here}?on={MONDAY}"
    assert "I have a phone call" in lee.get(here, on).content.decode()
    assert "Jo Lee: no answer yet" in khan.get("/rota/").content.decode()
    assert "phone call" not in client_of("reid").get("/rota/").content.decode()
    swap = {**on, "swap": Swap.objects.get().uuid}
    assert sam.post(here, {**swap, "what": "accept"}).status_code == 422  # not asked of him
    assert lee.post(here, {**swap, "what": "accept"}).status_code == 302
    assert lee.post(here, {**swap, "what": "decline"}).status_code == 422
    assert Alert.objects.get(person=cast.sam, sort="turn").text == "Jo Lee takes the turn"
    sam.get(here, on)
    assert Alert.objects.filter(person=cast.sam, sort="turn", seen_at=None).count() == 0
    assert "Your turn at break" in lee.get("/").content.decode()
    assert "Your turn" not in sam.get("/").content.decode()
    week = khan.get("/rota/").content.decode()
    assert ("for Sam Birch" in week, "Jo Lee: accepted" in week) == (True, True)
    assert client_of("okafor").get("/rota/?week=2026-11-30").status_code == 200
    assert client_of("tilly").get("/rota/").status_code == 404


def test_gaps_say_why_to_whoever_makes_the_rota_alone(cast: Cast) -> None:
    turns = break_turns(cast, cast.sam)
    monday, tuesday = turns[0], turns[1]
    assert gaps(cast) == []
    noon, late = (clock.at_local(TUESDAY, time(hour)) for hour in (10, 17))
    say_away(cast.sam, noon, late, cast.office)
    assert gaps(cast) == ["Sam Birch is away"]
    page = client_of("reid").get("/rota/").content.decode()
    assert ("is away" in page, "Somebody is needed" in page) == (False, True)
    stand_in(reader_for(cast.okafor), tuesday, TUESDAY, cast.lee)
    assert gaps(cast) == []
    cannot(reader_for(cast.sam), monday, MONDAY, "A dentist")
    assert gaps(cast) == ["Sam Birch cannot be there"]
    assert "a turn needs somebody" in Alert.objects.get(person=cast.khan, sort="turn").text
    with pytest.raises(Refused, match="Only whoever is down"):
        cannot(reader_for(cast.sam), monday, MONDAY, "Again")
    leave_out(reader_for(cast.office), monday, MONDAY, "A trip")
    assert (gaps(cast), own_turns(reader_for(cast.sam), cast.school).mine) == ([], ())
    as_usual(reader_for(cast.khan), monday, MONDAY)
    with pytest.raises(Refused, match="make the rota"):
        as_usual(reader_for(cast.sam), monday, MONDAY)
    make_turns(reader_for(cast.khan), cast.school, TurnDraft(
        "other", cast.places["Gate"], time(10, 50), time(11, 10), on=MONDAY, people=[cast.sam],
    ))  # fmt: skip
    assert gaps(cast) == ["Sam Birch is down for Gate as well then",
                          "Sam Birch is down for Upper yard as well then"]  # fmt: skip
    Post.objects.filter(person=cast.lee).update(ends=MONDAY)
    assert "Jo Lee does not work here then" in gaps(cast)
    with pytest.raises(Refused, match="closed on that day"):
        break_turns(cast, cast.sam, weekdays=(), on=FRIDAY)


def test_a_turn_changes_hands_from_a_day_on_and_the_past_stays(cast: Cast) -> None:
    turn = break_turns(cast, cast.sam, weekdays=(0,), since=date(2026, 11, 2))[0]
    end_from(reader_for(cast.khan), turn, MONDAY, cast.lee)
    weeks = [week_of(cast.school, MONDAY - timedelta(days=days)) for days in (7, 0)]
    assert [[one.person for one in week.standings] for week in weeks] == [[cast.sam], [cast.lee]]
    later = Turn.objects.exclude(pk=turn.pk).get()
    for act in (end_from, as_usual):
        with pytest.raises(Refused, match="That day is over"):
            act(reader_for(cast.khan), turn, MONDAY - timedelta(days=7))
    sent = {"on": "soon", "what": "end"}
    assert b"which day" in client_of("khan").post(f"/rota/{later.uuid}/", sent).content
    swap = ask(reader_for(cast.lee), later, MONDAY, cast.sam, "")
    with pytest.raises(Refused, match="asked already"):
        ask(reader_for(cast.khan), later, MONDAY, cast.reid, "")
    with pytest.raises(Refused, match="Only whoever asked"):
        take_back(reader_for(cast.reid), swap)
    take_back(reader_for(cast.lee), swap)
    again = ask(reader_for(cast.khan), later, MONDAY, cast.sam, "")
    answer(reader_for(cast.sam), again, yes=False)
    assert standing_on(later, MONDAY).person == cast.lee  # type: ignore[union-attr]
    end_from(reader_for(cast.khan), later, MONDAY)
    assert standing_on(later, MONDAY) is None
    assert week_of(cast.school, date(2026, 12, 21)).standings == ()  # a holiday


def test_pages_cost_the_same_for_a_whole_rota_and_today_asks_once(cast: Cast) -> None:
    sam = client_of("sam")

    def counted() -> list[int]:
        found = []
        for path in ("/", "/rota/", f"/rota/{Turn.objects.all()[0].uuid}/", "/rota/zones/"):
            sam.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert b"data-key=" in sam.get(path).content  # without it no device keeps anything
            found.append(len(seen))
        return found

    first = break_turns(cast, cast.sam)[0]
    cannot(reader_for(cast.sam), first, MONDAY, "A dentist")
    as_usual(reader_for(cast.khan), first, MONDAY)
    TurnChange.objects.create(turn=first, date=TUESDAY, said_by=cast.sam, said_at=clock.now())
    once = counted()
    for _ in range(3):
        for turn in break_turns(cast, cast.sam, cast.lee, cast.reid):
            if turn.person == cast.lee and turn.weekday == 0:
                ask(reader_for(cast.lee), turn, MONDAY, cast.sam, "")
    assert counted() == once
    with CaptureQueriesContext(connection) as seen:
        own = own_turns(reader_for(cast.sam), cast.school)
    assert len([one for one in seen if "rota_turn" in one["sql"]]) == 1
    assert (len(own.mine), len(own.asked)) == (4, 3)


def test_a_zone_is_logged_in_a_tap_once_and_leads_to_the_sheet(cast: Cast) -> None:
    break_turns(cast, cast.sam)
    sam, place, number = client_of("sam"), cast.places["Upper yard"], str(new_uuid())
    page = sam.get("/rota/zones/").content.decode()
    assert f'value="{place.uuid}" selected' in page  # where his turn is
    calm = {"number": number, "place": place.uuid, "calm": "yes", "author": cast.sam.uuid}
    for path in ("/rota/zones/", "/rota/zones/send/", "/rota/zones/send/"):
        assert sam.post(path, calm).status_code in {200, 302}
    assert ZoneNote.objects.count() == 1
    wrong = sam.post("/rota/zones/", {**calm, "number": new_uuid(), "calm": "no", "children": "x",
                                      "hazard": "Ice by the steps"})  # fmt: skip
    assert (wrong.status_code, b"Ice by the steps" in wrong.content) == (422, True)
    refused = sam.post("/rota/zones/send/", {**calm, "number": new_uuid(), "calm": "no"})
    assert refused.json()["reasons"] == {"zone": "Say in a few words what there is to note."}
    later = datetime(2026, 11, 23, 11, 5, tzinfo=clock.LONDON)
    with clock.frozen(later):
        noted = {**calm, "number": str(new_uuid()), "calm": "no", "children": "60",
                 "hazard": "Ice by the steps"}  # fmt: skip
        assert sam.post("/rota/zones/send/", noted).json()["state"] == "filed"
        page = client_of("reid").get("/rota/zones/").content.decode()
    assert all(said in page for said in ("All calm", "Not safe: Ice", "about 60 children"))
    there = f"/log/?place={place.uuid}&day=2026-11-23&time=11:05"
    assert there.replace("&", "&amp;") in page
    with clock.frozen(datetime(2026, 11, 24, 10, 50, tzinfo=clock.LONDON)):
        LessonStaff.objects.filter(person=cast.sam).delete()  # the timetable would come first
        assert f'value="{place.uuid}" selected' in client_of("sam").get("/log/").content.decode()
    sheet = sam.get(there).content.decode()
    assert f'value="{place.uuid}" selected' in sheet
    assert all(said in sheet for said in ('value="earlier" checked', 'value="11:05"'))
    assert client_of("lee").post("/rota/zones/send/", noted).status_code == 403
    copy = sam.get("/me/offline-copy/").json()
    assert ("data-zone" in copy["zones"], str(place.uuid) in copy["zones"]) == (True, True)
    assert f"/rota/zones/?place={place.uuid}" in copy["today"]
    gone = {"withdraw": number, "because": "The wrong zone"}
    assert client_of("lee").post("/rota/zones/", gone).status_code == 422
    assert sam.post("/rota/zones/", gone).status_code == 302
    assert b"withdrawn: The wrong zone" in sam.get("/rota/zones/?day=2026-11-23").content


def test_the_rota_leaves_with_the_school_and_ends_when_its_time_is_over(cast: Cast) -> None:
    turn = break_turns(cast, cast.sam, weekdays=(0,))[0]
    cannot(reader_for(cast.sam), turn, MONDAY, "A dentist")
    tables = tables_of(cast.school)
    assert [len(list(tables[f"{name}.csv"][1])) for name in ("turns", "turn_changes")] == [1, 1]
    assert [one for one in due_beside(cast.school) if one.kept.slug == "rota"] == []
    with clock.frozen(clock.now() + timedelta(days=4 * 366)):
        assert [one.count for one in due_beside(cast.school) if one.kept.slug == "rota"] == [1]
