"""The pages of programmes: the engine's numbers unchanged, who sees what, and what they cost."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.people.models import Post, Pupil, User
from handrail.programmes.giving import note_other_change
from handrail.programmes.models import Measurement, Programme, ProgrammePupil, Session
from handrail.records.beside import said_of
from handrail.records.reader import reader_for
from handrail_evidence import Point, judge, make_series
from handrail_evidence.overlap import theil_sen
from handrail_evidence.progress import aim_line
from tests.programmes.giving import STARTS, measured, place_of, programme_of, session_of

BEFORE: list[float | None] = [7, 6, None, 8, 7, 9, 6]
AFTER: list[float | None] = [4, 3, 5, 2, None, 3, 2, 1]
PAGES: dict[str, Callable[[Cast, Programme], str]] = {
    "list": lambda cast, one: "/programmes/",
    "one": lambda cast, one: f"/programmes/{one.uuid}/",
    "session": lambda cast, one: f"/programmes/{one.uuid}/session/",
    "measure": lambda cast, one: f"/programmes/{one.uuid}/measure/",
    "working": lambda cast, one: f"/programmes/{one.uuid}/working/",
    "pupil": lambda cast, one: f"/pupils/{cast.leo.uuid}/working/",
}


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def page(username: str, path: str) -> str:
    answer = client_of(username).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def leo_measured(cast: Cast, **more: Any) -> ProgrammePupil:
    place = place_of(cast, programme_of(cast), cast.leo, goal=1, **more)
    measured(cast, place, BEFORE, AFTER)
    return place


def test_the_engines_numbers_reach_the_page_unchanged(cast: Cast) -> None:
    leo_measured(cast)
    first = STARTS.toordinal() - len(BEFORE)
    rows = [
        ("A" if n < len(BEFORE) else "B", Point(first + n, value))
        for n, value in enumerate([*BEFORE, *AFTER])
    ]
    said = judge(make_series("x", rows, direction="decrease", scale="count", goal=1.0))
    html = page("sam", f"/pupils/{cast.leo.uuid}/working/")
    values = [float(value) for value in re.findall(r'<data value="([^"]+)"', html)]
    assert values[:6] == [said.mean_before, said.mean_with, said.change.value,
                          said.percentage.value, said.nap.value, said.goal_share.value]  # fmt: skip
    days, known = zip(*[(one.session, one.outcome) for _, one in rows[:7] if one.outcome],
                      strict=True)  # fmt: skip
    aim = aim_line(days[-3:], known[-3:], 1.0, STARTS.toordinal() + 42)
    assert values[6] == 7 * (theil_sen(list(days), list(known)) or 0.0)
    assert values[8:] == [7 * aim.slope]
    assert "The aim line goes from 7 to 1 on 21 December." in html
    assert (html.count('class="aim"'), html.count('class="slope"')) == (1, 2)
    assert f'<strong class="verdict">{said.verdict.capitalize()}</strong>' in html
    assert all(warning.words in html for warning in said.warnings)
    assert said.reason in html
    together = page("sam", f"/programmes/{Programme.objects.get().uuid}/working/")
    assert f'<data value="{said.nap.value!r}">' in together


def test_the_chart_is_said_in_words_and_shows_what_was_missed(cast: Cast) -> None:
    leo_measured(cast)
    html = page("sam", f"/pupils/{cast.leo.uuid}/working/")
    assert "Before: 6 measured, between 6 and 9. 1 missed." in html
    assert html.count('class="gone"') == 2
    assert html.count('class="dot in-A"') == 6
    assert html.count('class="border"') == 1


@pytest.mark.parametrize("username", ["tilly", "office"])
def test_a_volunteer_and_the_office_see_nothing(cast: Cast, username: str) -> None:
    place = leo_measured(cast)
    client = client_of(username)
    for path in PAGES.values():
        assert client.get(path(cast, place.programme)).status_code == 404


def test_a_colleague_who_is_the_carer_sees_nothing_of_their_child(cast: Cast) -> None:
    programme = programme_of(cast)
    bo = place_of(cast, programme, cast.bo)
    lead = client_of("ahmed")
    assert lead.get(f"/programmes/{programme.uuid}/").status_code == 404
    assert lead.get(f"/pupils/{cast.bo.uuid}/working/").status_code == 404
    leo = place_of(cast, programme, cast.leo)
    measured(cast, leo, BEFORE, AFTER)
    session_of(cast, [bo, leo], note="Bo sat this one out.")
    for tail in ("", "working/", "session/", "measure/"):
        html = lead.get(f"/programmes/{programme.uuid}/{tail}").content.decode()
        assert ("Leo" in html, re.findall(r"\bBo\b.{60}", html)) == (True, []), tail
    sent = {"number": str(new_uuid()), f"value-{bo.uuid}": "3", "date": "2026-11-20"}
    assert lead.post(f"/programmes/{programme.uuid}/measure/", sent).status_code == 422
    assert not Measurement.objects.filter(place=bo).exists()


def test_a_carer_who_leads_the_programme_does_not_see_their_child_on_it(cast: Cast) -> None:
    Post.objects.create(person=cast.ahmed, school=cast.school, role=Post.Role.TEACHER)
    programme = programme_of(cast, led_by=cast.ahmed)
    place_of(cast, programme, cast.bo)
    html = page("ahmed", f"/programmes/{programme.uuid}/")
    assert "1 pupil is not shown" in html
    assert cast.bo.short not in html


def test_being_given_a_programme_opens_its_pupils_on_it_and_nothing_else(cast: Cast) -> None:
    programme = programme_of(cast, by=cast.okafor, led_by=cast.sam)
    place = place_of(cast, programme, cast.yusuf)
    assert cast.yusuf.short in page("sam", f"/programmes/{programme.uuid}/session/")
    assert client_of("sam").get(f"/pupils/{cast.yusuf.uuid}/working/").status_code == 404
    assert client_of("lee").get(f"/programmes/{programme.uuid}/").status_code == 200  # 2 Oak
    assert place.pupil == cast.yusuf


def test_the_senco_sees_everybody_on_a_programme_and_nothing_else_about_them(cast: Cast) -> None:
    """Extra support is the SENCO's to answer for, also of a pupil on no needs register."""
    Pupil.objects.filter(person=cast.yusuf).update(sen_provision="N", needs="")
    programme = programme_of(cast, by=cast.okafor, led_by=cast.sam)
    place_of(cast, programme, cast.yusuf)
    for tail in ("", "working/", "session/"):
        assert cast.yusuf.short in page("grant", f"/programmes/{programme.uuid}/{tail}")
    assert client_of("grant").get(f"/pupils/{cast.yusuf.uuid}/working/").status_code == 404


def test_pages_ask_as_often_for_three_pupils_as_for_one(cast: Cast) -> None:
    programme = programme_of(cast)
    sam = client_of("sam")

    def fill(child: Any) -> None:
        place = place_of(cast, programme, child)
        measured(cast, place, BEFORE[:2], AFTER[:2])
        session_of(cast, [place])
        note_other_change(reader_for(cast.sam), cast.school, child, STARTS, "A new seat")

    def counted() -> dict[str, int]:
        counts = {}
        for name, path in PAGES.items():
            sam.get(path(cast, programme))
            with CaptureQueriesContext(connection) as seen:
                assert sam.get(path(cast, programme)).status_code == 200
            counts[name] = len(seen)
        return counts

    fill(cast.leo)
    once = counted()
    for child in (cast.amina, cast.jaden):
        fill(child)
    other = place_of(cast, programme_of(cast, name="Another"), cast.leo)
    measured(cast, other, BEFORE[:2], AFTER[:2])
    assert counted() == once


def test_a_session_is_closed_in_one_post_with_numbers_and_reasons(cast: Cast) -> None:
    programme = programme_of(cast)
    leo, amina = (place_of(cast, programme, child) for child in (cast.leo, cast.amina))
    sent = {
        "number": str(new_uuid()), "date": "2026-11-20", f"away-{leo.uuid}": "",
        f"value-{leo.uuid}": "3", f"away-{amina.uuid}": "absent", "steps_followed": "4",
        "note": "Went well.",
    }  # fmt: skip
    for _ in range(2):
        answer = client_of("sam").post(f"/programmes/{programme.uuid}/session/", sent, follow=True)
        assert answer.redirect_chain
    assert "This session was kept before" in answer.content.decode()
    session = Session.objects.get()
    assert (session.steps_followed, session.note, session.register.count()) == (4, "Went well.", 2)
    assert Measurement.objects.get(place=leo).value == 3
    assert Measurement.objects.get(place=amina).missed_because == "Not in school"


def test_every_session_that_is_counted_can_be_reached(cast: Cast) -> None:
    leo = place_of(cast, programme_of(cast), cast.leo)
    given = [session_of(cast, [leo], day=STARTS + timedelta(days=n)) for n in range(14)]
    path = f"/programmes/{leo.programme.uuid}/"
    first, oldest = page("sam", path), given[0].uuid
    assert (first.count('id="s-'), f'id="s-{oldest}"' in first) == (12, False)
    assert 'href="?after=12#sessions"' in first
    for way in ("?after=12", f"?session={oldest}"):
        older = page("sam", path + way)
        assert (older.count('id="s-'), f'id="s-{oldest}"' in older) == (2, True)
        assert 'href="?after=0#sessions"' in older
    behind = page("sam", f"/progress/behind/?what=here&pupil={cast.leo.uuid}")
    assert f'href="{path}?session={oldest}#s-{oldest}"' in behind
    for odd in ("after=x", "after=-3", "after=99999999", "after=480", "session=x"):
        assert client_of("sam").get(f"{path}?{odd}").status_code == 200


def test_what_was_typed_wrong_comes_back_whole(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast), cast.leo)
    sent = {"date": "2026-11-20", f"value-{place.uuid}": "three", "setting": "By the door"}
    answer = client_of("sam").post(f"/programmes/{place.programme.uuid}/measure/", sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "“three” is not a number." in html
    assert 'value="three"' in html
    assert 'value="By the door"' in html
    sent = {"date": "", f"value-{place.uuid}": "3"}  # a day is asked for, and not guessed
    answer = client_of("sam").post(f"/programmes/{place.programme.uuid}/measure/", sent)
    assert (answer.status_code, Measurement.objects.count()) == (422, 0)
    assert "Say which day it was." in answer.content.decode()


def test_a_goal_that_no_measurement_can_reach_is_refused_and_kept_as_typed(cast: Cast) -> None:
    programme = programme_of(cast)
    path = f"/programmes/{programme.uuid}/do/add/"
    for goal, sentence in (
        ("nan", "“nan” is not a number."), ("1e999", "“1e999” is not a number."),
        ("-2", "A goal of this measure is 0 or more."),
    ):  # fmt: skip
        answer = client_of("khan").post(path, {"pupil": str(cast.leo.uuid), "goal": goal})
        html = answer.content.decode()
        assert (answer.status_code, programme.places.count()) == (422, 0)
        assert sentence in html
        assert f'maxlength="12" value="{goal}"' in html
    share = programme_of(cast, name="On task", scale="percentage")
    client_of("khan").post(f"/programmes/{share.uuid}/do/add/",
                           {"pupil": str(cast.leo.uuid), "goal": "120"})  # fmt: skip
    assert share.places.count() == 0


@pytest.mark.parametrize("page_", ["session", "measure"])
@pytest.mark.parametrize("minutes", ["twenty", "0", "-3", "1000", "²"])
def test_minutes_that_are_none_are_refused_and_kept_as_typed(
    cast: Cast, page_: str, minutes: str
) -> None:
    place = place_of(cast, programme_of(cast, watched_minutes=20), cast.leo)
    sent = {"date": "2026-11-20", f"value-{place.uuid}": "3", "watched": minutes}
    answer = client_of("sam").post(f"/programmes/{place.programme.uuid}/{page_}/", sent)
    html = answer.content.decode()
    assert (answer.status_code, Measurement.objects.count()) == (422, 0)
    assert "Minutes watched are a whole number from 1 to 999." in html
    assert f'name="watched" inputmode="numeric" maxlength="3" value="{minutes}"' in html


def form(cast: Cast, **more: str) -> dict[str, str]:
    return {
        "name": "Wait and tell", "sort": "regulation", "purpose": "Wait for a turn.",
        "led_by": str(cast.sam.uuid), "times_a_week": "3", "minutes": "10", "weeks": "6",
        "steps": "", "cost_once": "12.50", "cost_a_session": "", "measure": "Calls out",
        "unit": "calls a lesson", "direction": "decrease", "scale": "count", "how": "a tally",
    } | more  # fmt: skip


def test_a_teacher_makes_a_programme_and_changes_it(cast: Cast) -> None:
    patel = client_of("patel")
    assert patel.post("/programmes/new/", form(cast)).status_code == 302
    made = Programme.objects.get()
    assert (made.led_by, made.cost_a_session, made.made_by) == (cast.sam, 0, cast.patel)
    patel.post(f"/programmes/{made.uuid}/edit/", form(cast, name="Tell and wait"))
    made.refresh_from_db()
    assert made.name == "Tell and wait"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("sort", "magic"), ("minutes", "0"), ("minutes", "ten"), ("weeks", "400"),
     ("cost_once", "much"), ("measure", " "), ("scale", "furlongs"), ("steps", "99")],
)  # fmt: skip
def test_a_programme_sent_wrong_comes_back_whole(cast: Cast, field: str, value: str) -> None:
    sent = form(cast, method="My long method.", **{field: value})
    answer = client_of("patel").post("/programmes/new/", sent)
    assert (answer.status_code, Programme.objects.count()) == (422, 0)
    assert "My long method." in answer.content.decode()
    assert 'class="error"' in answer.content.decode()


def test_a_programme_typed_before_signing_out_comes_back_as_it_was(cast: Cast) -> None:
    client = client_of("patel")
    client.post("/lock/")
    client.post("/programmes/new/", form(cast, author=str(cast.patel.uuid)))
    client.post("/lock/", {"password": "spring-lane-demo"})
    assert 'value="Wait and tell"' in client.get("/programmes/new/").content.decode()


def test_starts_are_drawn_through_the_page(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast), cast.leo, starts=None)
    path = f"/programmes/{place.programme.uuid}/"
    sam = client_of("sam")
    assert sam.post(f"{path}do/draw/", {"first": "2026-11-30", "last": "x"}).status_code == 422
    sam.post(f"{path}do/draw/", {"first": "2026-11-30", "last": "2026-12-11"})
    place.refresh_from_db()
    assert place.starts is not None
    assert place.drawn_seed in page("sam", path)


def test_what_else_changed_is_on_the_page_and_on_the_chart(cast: Cast) -> None:
    leo_measured(cast)
    path = f"/pupils/{cast.leo.uuid}/working/"
    sam = client_of("sam")
    assert sam.post(f"{path}changes/", {"words": "x"}).status_code == 422
    sam.post(f"{path}changes/", {"date": "2026-11-10", "words": "A new medicine"})
    html = page("sam", path)
    assert "Something else changed then as well: A new medicine." in html
    assert html.count('class="changed"') == 1


def test_subject_access_is_told_of_programmes(cast: Cast) -> None:
    place = leo_measured(cast)
    session_of(cast, [place], note="He chose the page himself.")
    said = said_of(cast.leo, cast.school)
    text = next(one.text for one in said if one.label == "Programme")
    for words in (
        "Wait and tell",
        "He chose the page himself.",
        "missed, Not in school",
        "Goal: 1",
    ):
        assert words in text
    early = said_of(cast.leo, cast.school, until=date(2026, 11, 1))
    assert "He chose" not in next(one.text for one in early if one.label == "Programme")


def test_withdrawing_is_shown_to_whoever_measured_and_to_whoever_steers(cast: Cast) -> None:
    leo_measured(cast)  # by Sam, who leads it; Mr Patel made it
    path = f"/pupils/{cast.leo.uuid}/working/"
    programme = Programme.objects.get()
    programme.led_by = cast.okafor
    programme.save()
    for username, n in (("sam", 15), ("patel", 15), ("lee", 0)):
        html = client_of(username).get(path).content.decode()
        assert html.count("/withdraw/") == n, username
