"""Whoever works at several schools: what they open goes on at the school that it belongs to."""

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.notify.models import Alert
from handrail.people.models import Post, User
from handrail.records.models import Record
from handrail.school.models import School
from tests.filing import file


@pytest.fixture
def record(cast: Cast) -> Record:
    """Of Spring Lane, opened by Mr Khan, who works at Abbey Road as well and is there just now."""
    abbey = School.objects.create(name="Abbey Road", trust=cast.school.trust)
    Post.objects.create(person=cast.khan, school=abbey, role=Post.Role.BEHAVIOUR_MANAGER)
    return file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})


@pytest.fixture
def khan(record: Record, client: Client) -> Client:
    client.force_login(User.objects.get(username="khan"))
    assert "Abbey Road" in client.get("/").content.decode()
    return client


def test_from_an_alert_of_another_school_every_link_opens(
    cast: Cast, khan: Client, record: Record
) -> None:
    pupil = f"/pupils/{cast.leo.uuid}/"
    assert khan.get(pupil).status_code == 404
    alert = Alert.objects.filter(person=cast.khan, record=record).first()
    assert alert is not None
    page = khan.get(f"/alerts/{alert.uuid}/", follow=True).content.decode()
    assert "You are now at Spring Lane Primary." in page
    assert pupil in page
    assert khan.get(pupil).status_code == 200
    assert "You are now at" not in khan.get(f"/records/{record.uuid}/").content.decode()


def test_a_record_opened_by_its_link_is_opened_at_its_school(
    cast: Cast, khan: Client, record: Record
) -> None:
    assert khan.get(f"/records/{record.uuid}/").status_code == 200
    assert khan.get(f"/pupils/{cast.leo.uuid}/").status_code == 200


def test_nobody_goes_on_at_a_school_where_they_hold_no_post(
    cast: Cast, khan: Client, record: Record
) -> None:
    """Mr Khan left Spring Lane: its record is no page, and he stays where he is."""
    Post.objects.filter(person=cast.khan, school=cast.school).update(
        ends=clock.today().replace(day=1)
    )
    assert khan.get(f"/records/{record.uuid}/").status_code == 404
    assert "Abbey Road" in khan.get("/").content.decode()
