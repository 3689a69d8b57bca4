"""The pages of training: the map, a training day entered at once, withdrawing, one's own, Today."""

import csv
from datetime import timedelta

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.notify.models import Absence
from handrail.people.models import Person, Post, User
from handrail.training.models import Certificate, Course, HoldLimits, Technique
from tests.web.test_pages import queries

NOBODY = "0198aaaa-0000-7000-8000-000000000000"


def as_(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def page(username: str, path: str) -> str:
    return as_(username).get(path).content.decode()


def numbers(cast: Cast, *names: str) -> list[str]:
    return [str(cast.staff[name].uuid) for name in names]


def test_the_map_says_in_words_who_is_trained_until_when(cast: Cast) -> None:
    shown = page("khan", "/school/training/")
    for words in ("valid until 17 March 2028", "ran out on 13 September 2026", "ends on ", "never"):
        assert words in shown
    refreshers = shown.partition("Refreshers due")[2].partition("<form")[0]
    assert "ran out on 13 September 2026" in refreshers
    assert "Sam Birch" not in refreshers
    assert "Reid" not in page("khan", "/school/training/?post=assistant")
    due = page("khan", "/school/training/?only=due&sort=due").partition("<tbody>")[2]
    assert due.index("Iona Reid") < due.index("Dev Patel") < due.index("Pat Doyle")
    assert "Sam Birch" not in due


def test_a_spreadsheet_gets_the_same_rows_and_runs_nothing(cast: Cast) -> None:
    Person.objects.filter(pk=cast.lee.pk).update(given="=1+1", family="Lee")
    answer = as_("office").get("/school/training/gaps.csv?post=assistant")
    rows = list(csv.reader(answer.content.decode().splitlines()))
    assert rows[0][:3] == ["Name", "Posts", "Team Teach Level One"]
    assert [row[0] for row in rows[1:]] == ["Sam Birch", "'=1+1 Lee"]
    assert rows[1][2] == "valid until 2028-03-17"


def test_a_training_day_is_entered_for_several_at_once(cast: Cast) -> None:
    course = Course.objects.get(slug="team-teach-1")
    people = numbers(cast, "lee", "reid", "grant")
    sent = {"course": str(course.uuid), "people": people, "achieved_on": "2026-11-20"}
    assert as_("khan").post("/school/training/add/", sent).status_code == 302
    made = Certificate.objects.filter(achieved_on="2026-11-20")
    assert {one.person for one in made} == {cast.lee, cast.reid, cast.grant}
    assert {(one.recorded_by, str(one.expires_on)) for one in made} == {
        (cast.khan, "2028-11-19"),
    }


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"people": []}, "Choose at least one member of staff."),
        (
            {"people": ["0198aaaa-0000-7000-8000-000000000000"]},
            "Choose at least one member of staff.",
        ),
        ({"course": ""}, "Choose a course."),
        ({"achieved_on": "soon"}, "That is not a date."),
        ({"achieved_on": "2026-12-01"}, "That day is still to come."),
        ({"expires_on": "2026-11-01"}, "It ends before the day it was gained."),
        ({"number": "TT 1"}, "A number belongs to one person."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, change: dict[str, object], sentence: str
) -> None:
    course = Course.objects.get(slug="team-teach-1")
    sent = {"course": str(course.uuid), "people": numbers(cast, "lee", "reid"),
            "achieved_on": "2026-11-20", "evidence": "register of the day"}  # fmt: skip
    before = Certificate.objects.count()
    answer = as_("khan").post("/school/training/add/", {**sent, **change})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "register of the day" in answer.content.decode()
    assert Certificate.objects.count() == before


def test_a_mistake_is_withdrawn_with_a_reason_and_stays_to_be_seen(cast: Cast) -> None:
    wrong = Certificate.objects.filter(person=cast.sam, course__slug="team-teach-1").get()
    path = f"/school/training/certificates/{wrong.uuid}/withdraw/"
    answer = as_("khan").post(path, {"why": "no"})
    assert (answer.status_code, b"Say why in a few words" in answer.content) == (422, True)
    as_("khan").post(path, {"why": "It was Jo who passed"})
    for name, place in (
        ("sam", "/me/training/"),
        ("khan", f"/school/training/people/{cast.sam.uuid}/"),
    ):
        shown = page(name, place)
        assert "It was Jo who passed" in shown
        assert "withdrawn" in shown


def test_designated_leads_see_until_when_and_neither_number_nor_proof(cast: Cast) -> None:
    Certificate.objects.filter(person=cast.sam).update(number="TT-4711", evidence="blue folder")
    place = f"/school/training/people/{cast.sam.uuid}/"
    for name, whole in (("khan", True), ("okafor", True), ("ahmed", False), ("price", False)):
        shown = page(name, place)
        assert "valid until 17 March 2028" in shown
        assert (("TT-4711" in shown), ("blue folder" in shown)) == (whole, whole)
        assert ("Withdraw" in shown) == whole
    assert "TT-4711" in page("sam", "/me/training/")


def test_nobody_sees_a_colleagues_training_under_their_own_account(cast: Cast) -> None:
    assert "Team Teach" not in page("lee", "/me/training/")
    assert "No certificate yet" in page("lee", "/me/training/")


def test_today_says_who_may_lead_to_those_who_decide_and_what_ends_to_its_owner(
    cast: Cast,
) -> None:
    assert "may lead a hold" in page("khan", "/")
    assert "may lead a hold" in page("okafor", "/")
    patel = page("patel", "/")
    assert "may lead a hold" not in patel
    assert "Your Team Teach Level One ends on" in patel
    assert "Your Team Teach" not in page("sam", "/")
    assert "Your Team Teach" not in page("reid", "/")  # it ran out long ago: the map says so
    now = clock.now()
    Absence.objects.create(person=cast.sam, starts=now, ends=now.replace(hour=16),
                           said_by=cast.office, said_at=now)  # fmt: skip
    assert "Sam Birch" not in page("khan", "/")


def test_on_a_closed_day_the_map_names_nobody_as_on_site(cast: Cast) -> None:
    saturday = clock.now() + timedelta(days=5)
    with clock.frozen(saturday):
        shown = page("khan", "/school/training/")
    assert "The school is closed today: nobody is on site." in shown
    assert "By which certificate" not in shown


def test_pages_ask_as_often_for_many_certificates_as_for_few(cast: Cast) -> None:
    paths = {"office": ("/school/training/", "/school/training/gaps.csv",
                        f"/school/training/people/{cast.sam.uuid}/",
                        f"/school/staff/{cast.sam.uuid}/"),
             "khan": ("/",), "sam": ("/me/training/", "/")}  # fmt: skip
    clients = {name: as_(name) for name in paths}
    before = {(n, p): queries(clients[n], p) for n, ps in paths.items() for p in ps}
    course = Course.objects.get(slug="prevent")
    for person in cast.staff.values():
        for day in ("2025-01-20", "2024-12-30", "2026-01-20"):
            Certificate.objects.create(
                person=person, course=course, achieved_on=day, expires_on="2026-12-20",
                recorded_by=cast.office, recorded_at=clock.now(),
            )  # fmt: skip
    assert {(n, p): queries(clients[n], p) for n, ps in paths.items() for p in ps} == before


def test_techniques_are_added_and_retired_and_the_prohibited_ones_stay(cast: Cast) -> None:
    khan, place = as_("khan"), "/school/training/techniques/"
    new = {"name": "Two-person cuddle", "sort": "seated", "adults_needed": "2"}
    assert khan.post(place, new).status_code == 302
    assert khan.post(place, new).status_code == 422  # the name stands already
    assert khan.post(place, {**new, "name": "Other", "prohibited": "on"}).status_code == 422
    own = Technique.objects.get(name="Two-person cuddle")
    khan.post(place, {"retire": str(own.uuid)})
    own.refresh_from_db()
    assert own.retired_on == clock.today()
    never = Technique.objects.get(slug="never-prone")
    assert khan.post(place, {"retire": str(never.uuid)}).status_code == 404


def test_limits_and_months_are_the_schools_own(cast: Cast) -> None:
    khan, place = as_("khan"), "/school/training/techniques/"
    sent = {"longest_hold": "7", "longest_seclusion": "20", "longest_unseen": "3"}
    assert khan.post(place, {**sent, "longest_hold": "0"}).status_code == 422
    assert khan.post(place, sent).status_code == 302
    limits = HoldLimits.objects.get(school=cast.school)
    assert (limits.longest_hold, limits.longest_unseen, limits.changed_by) == (7, 3, cast.khan)
    course = Course.objects.get(slug="first-aid")
    for months, status in (("0", 422), ("many", 422), ("24", 302), ("", 302)):
        sent = {"course": str(course.uuid), "valid_months": months}
        assert khan.post("/school/training/courses/", sent).status_code == status
    course.refresh_from_db()
    assert (course.valid_months, course.source) == (None, "Set by the school")


def test_a_school_from_before_begins_with_the_usual_courses_by_a_button(cast: Cast) -> None:
    Certificate.objects.all().delete()
    Technique.objects.all().delete()
    Course.objects.all().delete()
    office = as_("office")
    assert b"No courses yet" in office.get("/school/training/").content
    office.post("/school/training/courses/", {"starters": "yes"})
    assert Course.objects.filter(school=cast.school).exists()
    assert Technique.objects.filter(school=cast.school, prohibited=True).exists()


def test_whoever_left_is_on_the_map_no_more_and_their_certificates_stay(cast: Cast) -> None:
    Post.objects.filter(person=cast.reid).update(ends="2026-11-20")
    assert "Reid" not in page("office", "/school/training/")
    assert Certificate.objects.filter(person=cast.reid).exists()
