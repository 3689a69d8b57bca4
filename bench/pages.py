"""The pages as people open them: who, which address, and what stays the same at every size."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.timing import Times, timed
from handrail.entry.factors import has_factor
from handrail.entry.signing import begin_session
from handrail.people.models import Membership, Person, User
from handrail.school.models import School

PUPILS_LOOKED_AT = 30
WORDS = ("radiator", "yard", "inhaler", "gave two choices", "leo", "fractions", "maths carpet")


@dataclass(frozen=True)
class Page:
    """One page as one post opens it; `addresses` are opened in turn."""

    name: str
    username: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    page: str
    times: Times
    queries: int
    size: int  # bytes of the last answer


def all_pages() -> list[Page]:
    """Today, Pupil, Log and Find, each by a post that sees little and one that sees much."""
    school = School.objects.order_by("pk")[0]
    mine = _pupils(Membership.objects.filter(group__name="4 Willow", role="pupil", ends=None))
    everyone = _pupils(
        Membership.objects.filter(group__school=school, role="pupil", ends=None).order_by("-pk")
    )
    finds = tuple(f"/find/?q={words.replace(' ', '+')}" for words in WORDS)
    return [
        Page("Today, assistant", "sam", ("/",)),
        Page("Today, designated lead", "ahmed", ("/",)),
        Page("Pupil, assistant", "sam", mine),
        Page("Pupil, head", "okafor", everyone),
        Page("Log, assistant", "sam", ("/log/",)),
        Page("Find, assistant", "sam", finds),
        Page("Find, head", "okafor", finds),
        Page("Find, newest of all, assistant", "sam", ("/find/",)),
        Page("Find, newest of all, head", "okafor", ("/find/",)),
        Page("Pupils, teacher", "patel", ("/pupils/", "/pupils/?q=le")),
        Page("Alerts, designated lead", "ahmed", ("/alerts/",)),
        Page("What an open page asks", "ahmed", ("/alerts/unseen/",)),
    ]


def _pupils(members: Any) -> tuple[str, ...]:
    people = Person.objects.filter(memberships__in=members).order_by("pk")
    return tuple(
        f"/pupils/{uuid}/" for uuid in people.values_list("uuid", flat=True)[:PUPILS_LOOKED_AT]
    )


def client_for(username: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    user = User.objects.get(username=username)
    client.force_login(user)
    session = client.session
    begin_session(session, proved=has_factor(user))
    session.save()
    return client


def measure(page: Page, *, runs: int) -> Measured:
    """Open a page many times in this process; nothing between the test and the view but Django."""
    client = client_for(page.username)
    addresses = cycle(page.addresses)
    opened = _opener(client, addresses)
    with CaptureQueriesContext(connection) as captured:
        size = opened()
    queries = len(captured)  # before the next request clears the list
    times = timed(opened, runs=runs, warm=len(page.addresses))
    return Measured(page.name, times, queries, size)


def _opener(client: Client, addresses: Iterator[str]) -> Callable[[], int]:
    def opened() -> int:
        address = next(addresses)
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}.")
        return len(response.content)

    return opened
