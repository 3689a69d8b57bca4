"""Whoever gains a post that reads safeguarding records: others who hold one are told at once."""

from datetime import timedelta

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.notify.models import Alert
from handrail.notify.telling import tell_posts_given
from handrail.people.models import Post, User


def give(cast: Cast, role: str) -> None:
    client = Client()
    client.force_login(User.objects.get(username="office"))
    answer = client.post(f"/school/staff/{cast.office.uuid}/", {"role": role})
    assert answer.status_code == 302


def told() -> set[str]:
    return {str(alert.person.family) for alert in Alert.objects.filter(sort="post")}


@pytest.mark.parametrize("role", ["designated_lead", "deputy_lead", "head"])
def test_office_cannot_make_a_reader_of_itself_unnoticed(cast: Cast, role: str) -> None:
    give(cast, role)
    assert told() == {"Ahmed", "Price", "Okafor"}
    alert = Alert.objects.filter(sort="post").first()
    assert alert is not None
    label = Post.Role(role).label
    assert (alert.text, alert.urgent) == (f"Mrs Doyle gave Mrs Doyle the post: {label}", True)
    assert "Doyle" not in alert.outside


def test_post_that_reads_nothing_restricted_is_nobodys_alarm(cast: Cast) -> None:
    give(cast, "teacher")
    assert told() == set()


def test_roll_that_brings_a_lead_is_told_by_and_a_first_roll_tells_nobody_of_themselves(
    cast: Cast,
) -> None:
    post = Post.objects.create(
        person=cast.reid, school=cast.school, role="designated_lead", starts=clock.today()
    )
    tell_posts_given([post], by=None)
    assert told() == {"Ahmed", "Price", "Okafor"}
    assert Alert.objects.filter(person=cast.reid).count() == 0


def test_post_that_begins_next_week_is_told_today(cast: Cast) -> None:
    post = Post.objects.create(
        person=cast.reid, school=cast.school, role="head", starts=clock.today() + timedelta(7)
    )
    tell_posts_given([post], by=cast.office)
    assert told() == {"Ahmed", "Price", "Okafor"}
