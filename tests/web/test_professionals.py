"""Professionals who work with a pupil: kept by hand, ended with a day, known to a few."""

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.models import Agency, Professional
from tests.web.test_designations import details, signed_in

SAID = {"first_name": "Ines", "surname": "Marlow", "job": "Social worker", "agency": "Northshire",
        "telephone": "01632 960123", "mail": ""}  # fmt: skip


@pytest.mark.parametrize(
    ("who", "may"), [("ahmed", True), ("okafor", True), ("grant", True), ("khan", False),
                     ("office", False)],
)  # fmt: skip
def test_only_leads_head_and_senco_keep_and_see_them(
    cast: Cast, client: Client, who: str, may: bool
) -> None:
    signed_in(client, who).post(details(cast), SAID)
    assert Professional.objects.filter(pupil=cast.leo.pupil).exists() is may
    page = client.get(details(cast)).content.decode()
    assert ("Ines Marlow" in page, "Professionals" in page) == (may, may)


def test_an_agency_is_written_down_once_and_who_ended_is_kept(cast: Cast, client: Client) -> None:
    signed_in(client, "ahmed").post(details(cast), SAID)
    client.post(details(cast), {**SAID, "surname": "Ode", "agency": "NORTHSHIRE"})
    assert [agency.name for agency in Agency.objects.all()] == ["Northshire"]
    first = Professional.objects.order_by("pk")[0]
    client.post(details(cast), {"end-professional": first.pk})
    page = client.get(details(cast)).content.decode()
    assert ("Ines Marlow" in page, "Ines Ode" in page) == (False, True)
    assert Professional.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"surname": " "}, "Give a surname."),
        ({"job": ""}, "Say what they are, such as “Social worker”."),
        ({"mail": "nobody"}, "This is not an e-mail address."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    cast: Cast, client: Client, more: dict[str, str], sentence: str
) -> None:
    answer = signed_in(client, "ahmed").post(details(cast), {**SAID, **more})
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "Northshire" in page) == (422, True, True)
    assert not Professional.objects.exists()
