"""Two worlds: with and without a secret record, every page is the same byte for byte."""

import re

import pytest
from django.db import transaction
from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.models import User
from tests.filing import file

OUTSIDERS = ("sam", "patel", "khan", "grant", "office", "tilly")
CHANGING = re.compile(
    rb'(csrfmiddlewaretoken" value="[^"]+"|name="uuid" value="[0-9a-f-]+"|[0-9a-f-]{36})'
)


def pages(cast: Cast) -> list[str]:
    amina, leo = cast.amina.uuid, cast.leo.uuid
    return [
        "/", "/pupils/", f"/pupils/?q={cast.amina.given}", f"/pupils/{amina}/", f"/pupils/{leo}/",
        f"/pupils/{amina}/?kind=concern", "/alerts/", "/alerts/unseen/", "/find/",
        "/find/?q=xyzzy", "/find/?q=concern", "/find/?kind=concern", "/find/?q=Amina", "/log/",
        f"/log/?pupil={amina}", "/log/who/?q=am", "/me/", "/me/told/",
        "/school/", "/school/duties/",
    ]  # fmt: skip


def rendered(cast: Cast, name: str) -> list[tuple[str, int, bytes]]:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return [
        (page, (answer := client.get(page)).status_code, CHANGING.sub(b"", answer.content))
        for page in pages(cast)
    ]


def plant_concern(cast: Cast) -> None:
    file(cast, "concern", cast.reid, cast.amina, words="xyzzy she said")


def plant_raised(cast: Cast) -> None:
    file(cast, "behaviour", cast.reid, cast.amina, words="xyzzy he saw", sensitivity=2)


@pytest.mark.slow
def test_no_page_changes_for_those_who_may_not_know(cast: Cast) -> None:
    """Two worlds with a secret, each undone afterwards, against the same one without."""
    file(cast, "behaviour", cast.patel, cast.leo)
    file(cast, "recognition", cast.patel, cast.amina)
    before = {name: rendered(cast, name) for name in OUTSIDERS}
    changed = []
    for plant in (plant_concern, plant_raised):
        with transaction.atomic():
            plant(cast)
            after = {name: rendered(cast, name) for name in OUTSIDERS}
            transaction.set_rollback(True)
        here = [(plant.__name__, name, now[0]) for name in OUTSIDERS
                for now, old in zip(after[name], before[name], strict=True)
                if now != old]  # fmt: skip
        print(f"cases tried: {len(OUTSIDERS) * len(pages(cast))}, leaks: {len(here)}")
        changed += here
    assert changed == []


def test_designated_lead_does_see_the_difference(cast: Cast) -> None:
    before = rendered(cast, "ahmed")
    plant_concern(cast)
    assert rendered(cast, "ahmed") != before
