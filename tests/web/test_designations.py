"""Designations and ethnicity: kept with dates, frozen into records, a secret to all but a few."""

from datetime import date

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.ethnicity import broad_group, ethnicity_codes, main_choices
from handrail.people.models import CarerLink, Designation, Pupil, User
from handrail.records.models import Finding, Record
from tests.filing import file

SAID = {"designation": "in_care", "authority": "Northshire", "since": "2026-09-01", "until": ""}


def signed_in(client: Client, username: str) -> Client:
    client.force_login(User.objects.get(username=username))
    return client


def details(cast: Cast) -> str:
    return f"/pupils/{cast.leo.uuid}/details/"


@pytest.mark.parametrize(
    ("who", "may"),
    [("ahmed", True), ("price", True), ("okafor", True), ("grant", True), ("khan", False),
     ("office", False)],
)  # fmt: skip
def test_only_leads_head_and_senco_see_or_set_that_a_child_is_in_care(
    cast: Cast, client: Client, who: str, may: bool
) -> None:
    signed_in(client, who).post(details(cast), SAID)
    assert Designation.objects.filter(pupil=cast.leo.pupil, authority="Northshire").exists() is may
    page = client.get(details(cast)).content.decode()
    assert ("In care, social worker" in page) is may
    assert ("Northshire" in page) is may


def test_it_ends_with_a_day_and_is_never_deleted(cast: Cast, client: Client) -> None:
    signed_in(client, "ahmed").post(details(cast), SAID)
    row = Designation.objects.get()
    client.post(details(cast), {"end-designation": row.pk})
    row.refresh_from_db()
    assert row.ends == date(2026, 11, 22)


def test_a_last_day_before_the_first_is_answered_beside_its_field(
    cast: Cast, client: Client
) -> None:
    answer = signed_in(client, "ahmed").post(details(cast), {**SAID, "until": "2026-08-01"})
    assert answer.status_code == 422
    assert "lies before the first" in answer.content.decode()
    assert "Northshire" in answer.content.decode()


def test_the_parent_of_a_child_does_not_learn_it_at_work(cast: Cast, client: Client) -> None:
    CarerLink.objects.create(pupil=cast.leo.pupil, carer=cast.grant, relationship="Aunt")
    assert (
        "In care, social worker"
        not in signed_in(client, "grant").get(details(cast)).content.decode()
    )


@pytest.fixture
def held(cast: Cast) -> Record:
    Designation.objects.create(pupil=cast.leo.pupil, sort=Designation.Sort.IN_CARE)
    return file(cast, "hold", cast.sam, cast.leo)


@pytest.mark.parametrize(("who", "may"), [("sam", False), ("khan", False), ("ahmed", True)])
def test_the_record_of_a_hold_tells_only_them(
    cast: Cast, client: Client, held: Record, who: str, may: bool
) -> None:
    signed_in(client, who)
    for path in (f"/records/{held.uuid}/", f"/pupils/{cast.leo.uuid}/"):
        page = client.get(path).content.decode()
        assert "Looked after" not in page or may
        assert ("social worker" in page.lower() or "virtual school" in page.lower()) is may, path


def test_ethnicity_is_off_until_the_school_keeps_it(cast: Cast, client: Client) -> None:
    Pupil.objects.filter(person=cast.leo).update(ethnicity="MWBC")
    file(cast, "hold", cast.sam, cast.leo)
    assert not Finding.objects.filter(slug="ethnicity").exists()
    signed_in(client, "office")
    assert "Ethnicity" not in client.get(details(cast)).content.decode()
    client.post("/school/ethnicity/", {"keeps": "yes"})
    client.post(details(cast), {"ethnicity": "BCRB"})
    cast.school.refresh_from_db()
    file(cast, "hold", cast.sam, cast.leo)
    assert Finding.objects.get(slug="ethnicity").said == "BCRB: Black or Black British - Caribbean"


def test_codes_come_from_a_file_and_stand_under_a_main_code() -> None:
    codes = ethnicity_codes()
    assert all(one.main in codes and codes[one.main].main == one.main for one in codes.values())
    assert len(main_choices()) == 20
    assert broad_group("BSOM") == "B"
    assert broad_group("WENG") == "WBRI"
    assert broad_group("REFU") == broad_group("none") == ""
