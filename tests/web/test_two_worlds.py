"""Two worlds: with and without a secret record, every page is the same byte for byte."""

import re
from collections.abc import Callable

import pytest
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


@pytest.mark.parametrize("plant", [plant_concern, plant_raised])
@pytest.mark.slow
def test_no_page_changes_for_those_who_may_not_know(
    cast: Cast, plant: Callable[[Cast], None]
) -> None:
    file(cast, "behaviour", cast.patel, cast.leo)
    file(cast, "recognition", cast.patel, cast.amina)
    before = {name: rendered(cast, name) for name in OUTSIDERS}
    plant(cast)
    changed = [
        (name, page)
        for name in OUTSIDERS
        for (page, status, body), old in zip(rendered(cast, name), before[name], strict=True)
        if (page, status, body) != old
    ]
    print(f"cases tried: {len(OUTSIDERS) * len(pages(cast))}, leaks: {len(changed)}")
    assert changed == []


def test_designated_lead_does_see_the_difference(cast: Cast) -> None:
    before = rendered(cast, "ahmed")
    plant_concern(cast)
    assert rendered(cast, "ahmed") != before
