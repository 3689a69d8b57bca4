"""What the tests of telling stand on: catchers, a push key, and people who can be reached."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handrail.notify.devices import add_device
from handrail.notify.models import Device
from handrail.notify.push_key import make_push_key
from handrail.people.models import Person
from tests.notify.catchers import MailCatcher, PushCatcher, mail_catcher, push_catcher


@pytest.fixture
def mail(settings: Any) -> Iterator[MailCatcher]:
    """A mail server, and Django's own SMTP back end sending to it."""
    with mail_catcher() as catcher:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", catcher.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 1
        settings.ADDRESS = "https://handrail.example"
        yield catcher


@pytest.fixture
def push(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushCatcher]:
    """A push service, and a key to sign with."""
    settings.HOME = tmp_path
    make_push_key(tmp_path)
    monkeypatch.setattr("handrail.notify.push.TIMEOUTS", (1, 1))
    with push_catcher() as catcher:
        yield catcher


@pytest.fixture
def on_device(push: PushCatcher) -> Callable[[Person], Device]:
    """Let somebody be told on a device."""
    return lambda person: add_device(person, "Chrome on Android", **push.browser())
