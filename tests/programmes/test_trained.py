"""The certificate that a programme asks for: said to its giver and to those who see training."""

from datetime import date

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import User
from handrail.programmes.models import Programme
from handrail.training.models import Certificate, Course
from tests.programmes.giving import place_of, programme_of, session_of

NEEDS = "Reading recovery"


@pytest.fixture
def programme(cast: Cast) -> Programme:
    course = Course.objects.create(school=cast.school, name=NEEDS)
    made = programme_of(cast, course=course)
    session_of(cast, [place_of(cast, made, cast.leo)])
    return made


def page(username: str, path: str) -> str:
    client = Client()
    client.force_login(User.objects.get(username=username))
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def certificate(cast: Cast, programme: Programme, expires: date | None) -> None:
    Certificate.objects.create(
        person=cast.sam, course=programme.course, achieved_on=date(2025, 9, 1), expires_on=expires,
        recorded_by=cast.okafor, recorded_at=clock.now(),
    )  # fmt: skip


def test_whoever_gives_it_untrained_is_told_and_may_go_on(cast: Cast, programme: Programme) -> None:
    path = f"/programmes/{programme.uuid}/"
    said = f"{cast.sam.formal} has no certificate for {NEEDS}."
    assert said in page("sam", f"{path}session/")
    assert page("sam", path).count(said) == 2  # today, and on the day of the session
    certificate(cast, programme, date(2027, 8, 31))
    assert said not in page("sam", path) + page("sam", f"{path}session/")
    assert "valid until 31 August 2027" in page("sam", path)


def test_one_that_ran_out_is_held_against_the_day_of_each_session(
    cast: Cast, programme: Programme
) -> None:
    given = programme.sessions.get().date
    certificate(cast, programme, given)
    shown = page("okafor", f"/programmes/{programme.uuid}/")
    assert "ran out on" in shown
    assert "On that day" not in shown


def test_colleagues_are_not_told_who_is_trained(cast: Cast, programme: Programme) -> None:
    said = f"{cast.sam.formal} has no certificate"
    path = f"/programmes/{programme.uuid}/"
    assert said not in page("patel", path)
    assert said in page("khan", path)
