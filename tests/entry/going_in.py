"""Short ways for tests of getting in: the pages, used as a browser would, with nothing forced."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import PASSWORD
from handrail.entry.factors import STEP, code_at
from handrail.people.models import User


def account(name: str) -> User:
    return User.objects.get(username=name)


def code_of(name: str, steps: int = 0) -> str:
    """What the person's app shows now, or so many steps of thirty seconds away from now."""
    row = Authenticator.objects.get(user=account(name), type="totp")
    return code_at(decrypt(row.data["secret"]), int(clock.now().timestamp()) // STEP + steps)


def give_password(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in/", {"username": name, "password": password, **more})


def go_in(name: str, **client: Any) -> Client:
    """Sign in by the pages: password, and the code where one is asked for."""
    browser = Client(**client)
    answer = give_password(browser, name)
    if answer.headers.get("Location") == "/sign-in/code/":
        answer = browser.post("/sign-in/code/", {"code": code_of(name)})
    assert answer.status_code == 302, answer.content
    return browser


def is_in(client: Client) -> bool:
    return client.get("/alerts/").status_code == 200
