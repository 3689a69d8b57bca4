"""Two pupils alike in everything but a secret: for asking whether a page's time gives it away."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.test import Client

SECRETS = 5


@dataclass(frozen=True)
class Twins:
    client: Client
    head: dict[str, str]
    with_it: UUID
    without: UUID
    secret: UUID


def twins() -> Twins:
    """Two pupils of 4 Willow with names of one length and the same records; one has concerns."""
    from handrail.demo.cast import make_cast
    from handrail.entry.tokens import SCOPES, make_token
    from handrail.people.models import Enrolment, Membership, Person, Pupil, User
    from tests.filing import file

    cast = make_cast()
    people: list[Any] = []
    for given in ("Ada", "Eve"):
        person = Person.objects.create(given=given, family="Lane", born=date(2018, 4, 4))
        pupil = Pupil.objects.create(person=person)
        Enrolment.objects.create(pupil=pupil, school=cast.school, year="4", starts=date(2024, 9, 3))
        Membership.objects.create(group=cast.groups["4 Willow"], person=person)
        people.append(person)
    for person in people:
        for _ in range(3):
            file(cast, "behaviour", cast.patel, person)
    secrets = [
        file(cast, "concern", cast.reid, people[0], words="zanzibar") for _ in range(SECRETS)
    ]
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="sam"))
    token = make_token(cast.sam, "twins", list(SCOPES))[1]
    return Twins(client, {"HTTP_AUTHORIZATION": f"Bearer {token}"}, people[0].uuid, people[1].uuid,
                 secrets[0].uuid)  # fmt: skip
