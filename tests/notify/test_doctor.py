"""What the doctor says of mail and push."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.keeping.outgoing import outgoing
from handrail.notify.push_key import make_push_key
from handrail.notify.sending import send_due
from handrail.people.models import Person
from tests.filing import file


@pytest.fixture
def ready(cast: Cast, settings: Any, tmp_path: Path) -> Any:
    settings.HOME = tmp_path
    make_push_key(tmp_path)
    return settings


def found() -> list[str]:
    return [finding.what for finding in outgoing()]


def test_nothing_is_found_when_everybody_can_be_told(ready: Any) -> None:
    assert found() == []


def test_a_missing_key_and_a_missing_mail_server_are_named(
    cast: Cast, ready: Any, tmp_path: Path
) -> None:
    ready.HOME, ready.MAIL_ON = tmp_path / "elsewhere", False
    assert found() == [
        "There is no key to sign push messages with.",
        "Nobody is told by mail.",
        "A designated lead of Spring Lane Primary is told in the app only.",
    ]


def test_a_lead_without_an_address_is_found_and_not_named(cast: Cast, ready: Any) -> None:
    Person.objects.filter(pk=cast.ahmed.pk).update(email="")
    assert found() == ["A designated lead of Spring Lane Primary is told in the app only."]


def test_messages_that_wait_are_found_after_a_quarter_of_an_hour(cast: Cast, ready: Any) -> None:
    ready.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    ready.EMAIL_HOST, ready.EMAIL_PORT, ready.EMAIL_USE_TLS = "127.0.0.1", 1, False
    file(cast, "concern", cast.sam, cast.amina)
    send_due("mail")
    assert found() == []
    clock.advance(timedelta(minutes=16))
    assert found() == ["Messages by mail have not gone out since 23 November 10:12."]
