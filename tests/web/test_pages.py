"""Pages: what they say, and that they cost the same at one record and at three."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from handrail.core import clock
from handrail.demo.cast import PASSWORD, Cast
from handrail.people.models import Person, User
from handrail.records.forgetting import forget_record
from handrail.records.models import Action, Record
from tests.filing import file


@pytest.fixture
def sam(cast: Cast) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="sam"))
    return client


def queries(client: Client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("page", ["/", "/pupils/", "/find/", "/find/?q=plain", "/alerts/", "/log/"])
def test_page_asks_as_often_for_three_records_as_for_one(
    cast: Cast, sam: Client, page: str
) -> None:
    file(cast, "behaviour", cast.patel, cast.leo, pick={"level": ("level-3",)})
    once = queries(sam, page)
    for pupil in (cast.leo, cast.amina):
        file(cast, "behaviour", cast.patel, pupil, pick={"level": ("level-3",)})
        file(cast, "note", cast.sam, pupil)
    assert queries(sam, page) <= once + 1  # names of those found: one query more than for nobody


def test_pupil_page_asks_as_often_for_three_records_as_for_one(cast: Cast, sam: Client) -> None:
    page = f"/pupils/{cast.leo.uuid}/"
    file(cast, "behaviour", cast.patel, cast.leo)
    once = queries(sam, page)
    for _ in range(3):
        file(cast, "behaviour", cast.patel, cast.leo)
    assert queries(sam, page) == once


def test_pupil_page_asks_as_often_for_three_calls_home_as_for_one(cast: Cast) -> None:
    """Each clock names a carer, also on a row of the timeline once it is late."""
    page, khan = f"/pupils/{cast.leo.uuid}/", Client()
    khan.force_login(User.objects.get(username="khan"))
    carer, asked = Person.objects.create(given="Kim", family="Turner"), []
    for _ in range(2):
        file(cast, "behaviour", cast.patel, cast.leo, pick={"level": ("level-3",)})
        file(cast, "behaviour", cast.patel, cast.leo, pick={"level": ("level-3",)})
        Action.objects.update(due=clock.now() - timedelta(hours=1), carer=carer)
        asked.append(queries(khan, page))
    assert Action.objects.filter(pupil=cast.leo, state="open").count() > 2
    assert asked[0] == asked[1]


def test_signing_in_goes_where_one_was_going_and_never_elsewhere(cast: Cast) -> None:
    client = Client()
    assert client.get("/find/?q=a").headers["Location"] == "/sign-in/?next=/find/%3Fq%3Da"
    for asked, reached in (("/find/", "/find/"), ("https://evil.example/", "/"), ("//evil", "/")):
        data = {"username": "sam", "password": PASSWORD, "next": asked}
        assert client.post("/sign-in/", data).headers["Location"] == reached


def test_wrong_password_and_unknown_name_get_the_same_answer(cast: Cast) -> None:
    answers = {
        Client().post("/sign-in/", {"username": name, "password": "wrong-wrong-wrong"}).content
        for name in ("sam", "sam")
    }
    unknown = Client().post("/sign-in/", {"username": "nobody", "password": "wrong-wrong-wrong"})
    assert b"do not go together" in unknown.content
    assert all(b"do not go together" in answer for answer in answers)


def test_locked_screen_shows_nothing_until_the_password(cast: Cast, sam: Client) -> None:
    sam.post("/lock/")
    assert sam.get("/pupils/").headers["Location"] == "/lock/?next=/pupils/"
    assert b"Leo" not in sam.get("/lock/").content
    sam.post("/lock/", {"password": PASSWORD, "next": "/pupils/"})
    assert b"Leo" in sam.get("/pupils/").content


def test_find_by_any_part_of_a_name_without_accents(sam: Client, cast: Cast) -> None:
    for asked in ("zoe", "brien", "FFORB", "o'brien zo"):
        assert "Zoë O’Brien-Fforbes" in sam.get("/pupils/", {"q": asked}).content.decode()


def test_signed_in_pages_are_never_cached(sam: Client) -> None:
    assert "no-store" in sam.get("/").headers["Cache-Control"]


def test_addresses_and_titles_name_nobody(cast: Cast, sam: Client) -> None:
    page = sam.get(f"/pupils/{cast.leo.uuid}/").content.decode()
    assert "<title>Pupil · Handrail</title>" in page


def test_action_closes_with_a_reason_on_its_page(cast: Cast, sam: Client) -> None:
    file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    action = Action.objects.get(duty="carer-told")
    sam.post(f"/actions/{action.uuid}/set-aside/", {"because": "Dad was there and saw it"})
    action.refresh_from_db()
    assert (action.state, action.because) == ("not_needed", "Dad was there and saw it")


def test_no_reason_alone_is_offered_where_only_a_ground_closes(cast: Cast, sam: Client) -> None:
    record = file(cast, "hold", cast.sam, cast.leo)
    page = sam.get(f"/records/{record.uuid}/").content.decode()
    plain = record.actions.exclude(duty__in=["parent-told", "parent-copy"])
    for action in record.actions.filter(duty="parent-told"):
        assert f'id="because-{action.uuid}"' not in page
    assert any(f'id="because-{action.uuid}"' in page for action in plain)
    assert "Log the contact, or let the headteacher or" in page


def test_amendment_that_is_empty_comes_back_with_a_sentence(cast: Cast, sam: Client) -> None:
    record = file(cast, "behaviour", cast.sam, cast.leo)
    answer = sam.post(f"/records/{record.uuid}/amend/", {"words": "  "})
    assert (answer.status_code, b"Write what you want to add." in answer.content) == (422, True)


def test_front_of_find_costs_a_fixed_number_of_queries(
    cast: Cast, sam: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    file(cast, "behaviour", cast.patel, cast.leo)
    assert Record.everything.count() == 1
    with django_assert_max_num_queries(16):
        sam.get("/find/?q=plain")


def test_whom_i_opened_last_stands_above_my_pupils(cast: Cast, sam: Client) -> None:
    for pupil in (cast.leo, cast.bo):
        sam.get(f"/pupils/{pupil.uuid}/")
    page = sam.get("/pupils/")
    assert [row.person for row in page.context["recent"]] == [cast.bo, cast.leo]
    assert cast.bo not in [row.person for row in page.context["pupils"]]
    assert "Opened last" in page.content.decode()
    assert sam.get("/pupils/?q=leo").context["recent"] == []


@pytest.mark.parametrize(
    ("username", "href"),
    [("khan", "/school/patterns/"), ("grant", "/school/patterns/"), ("okafor", "/school/"),
     ("sam", None)],
)  # fmt: skip
def test_what_has_no_place_in_a_phones_dock_stands_on_top(
    cast: Cast, username: str, href: str | None
) -> None:
    client = Client()
    client.force_login(User.objects.get(username=username))
    page = client.get("/").content.decode()
    top = page[page.index('<header class="topbar">') : page.index("</header>")]
    assert [link for link in ("/school/patterns/", "/school/") if f'href="{link}"' in top] == (
        [href] if href else []
    )


def test_a_pupil_opened_for_an_hour_says_until_when_and_why(cast: Cast) -> None:
    reid, path = Client(), f"/pupils/{cast.leo.uuid}/"
    reid.force_login(User.objects.get(username="reid"))
    assert "Not one of your pupils" in reid.get(path).content.decode()
    reid.post(f"{path}look/", {"why": "He is crying in my room"})
    page = reid.get(path).content.decode()
    until = clock.local(clock.now() + timedelta(hours=1))
    assert f"Open to you until {until:%H:%M}, because: He is crying in my room" in page
    clock.advance(timedelta(hours=1))
    assert "Open to you until" not in reid.get(path).content.decode()


def test_what_is_left_of_a_destroyed_record_still_opens(cast: Cast, sam: Client) -> None:
    """Its actions have lost whose they were; the page says so without them."""
    record = file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    forget_record(record, by=cast.okafor, at=clock.now(), why="Past its time")
    assert {action.owner for action in record.actions.select_related("owner_person")} >= {""}
    assert sam.get(f"/records/{record.uuid}/").status_code == 200
