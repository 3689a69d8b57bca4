"""Reading very many files is told to the leads; looking beyond one's own pupils is told at once."""

from datetime import timedelta

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.entry.tokens import SCOPES, make_token
from handrail.followup.wide import tell_wide_readings
from handrail.notify.models import Alert
from handrail.people.models import Person, User
from handrail.records.models import AccessEntry, PupilOpening, WideReading
from tests.counting import Count
from tests.filing import file

MANY = 5


def as_(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def told(cast: Cast) -> set[str]:
    alerts = Alert.objects.filter(sort="override").select_related("person")
    return {alert.person.family for alert in alerts if "files of" in alert.text}


def open_files(cast: Cast, username: str, how: str, pupils: list[Person]) -> None:
    """By their pages, by records about them, or by the API."""
    client = as_(username)
    if how == "pages":
        for pupil in pupils:
            client.get(f"/pupils/{pupil.uuid}/")
    if how == "records":
        for pupil in pupils:
            record = file(cast, "note", cast.patel, pupil)
            client.get(f"/records/{record.uuid}/")
    if how == "api":
        _, secret = make_token(cast.staff[username], "x", list(SCOPES))
        for pupil in pupils:
            head = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
            client.get(f"/api/v1/pupils/{pupil.uuid}", **head)


@pytest.mark.slow
def test_whoever_opens_very_many_files_is_told_to_the_leads(cast: Cast, count: Count) -> None:
    cast.school.many_files = MANY
    cast.school.save()
    pupils, tried, wrong = list(cast.pupils.values()), 0, []
    leads = {"khan": {"Ahmed", "Price", "Okafor"}, "ahmed": {"Price", "Okafor"},
             "okafor": {"Ahmed", "Price"}}  # fmt: skip
    for username, expected in leads.items():
        for how in ("pages", "records", "api"):
            for opened in (MANY - 1, MANY):
                for model in (Alert, WideReading, PupilOpening, AccessEntry):
                    model.objects.all().delete()
                open_files(cast, username, how, pupils[:opened])
                tell_wide_readings()
                tell_wide_readings()  # the next round tells nobody again
                tried += 1
                if told(cast) != (expected if opened == MANY else set()):
                    wrong.append((username, how, opened, told(cast)))
                names = [
                    alert.text
                    for alert in Alert.objects.filter(sort="override")
                    if any(p.family in alert.text or p.given in alert.text for p in pupils)
                ]
                wrong += names  # no pupil is named outside
    count("A6", "bulk readings told to the leads, and no others", tried, len(wrong))
    assert wrong == []


def test_care_goes_on_and_an_ordinary_day_tells_nobody(cast: Cast) -> None:
    cast.school.many_files = MANY
    cast.school.save()
    pupils = list(cast.pupils.values())
    client = as_("khan")
    for pupil in pupils:  # the same files slowly, over a day
        assert client.get(f"/pupils/{pupil.uuid}/").status_code == 200
        tell_wide_readings()
        clock.advance(timedelta(minutes=20))
    assert told(cast) == set()
    for pupil in pupils * 3:  # and then all at once: told, and never shut out
        assert client.get(f"/pupils/{pupil.uuid}/").status_code == 200
    tell_wide_readings()
    assert told(cast) == {"Ahmed", "Price", "Okafor"}
    assert client.get(f"/pupils/{cast.leo.uuid}/").status_code == 200


def test_the_leads_follow_the_alert_to_who_and_whose_and_set_the_number(cast: Cast) -> None:
    cast.school.many_files = MANY
    cast.school.save()
    open_files(cast, "khan", "pages", list(cast.pupils.values())[:MANY])
    tell_wide_readings()
    ahmed = as_("ahmed")
    alert = Alert.objects.get(person=cast.ahmed, sort="override")
    page = ahmed.get(f"/alerts/{alert.uuid}/", follow=True).content.decode()
    assert ("Mr Khan" in page, f"{MANY}</span> pupils" in page, "Turner" in page) == (True,) * 3
    for number in ("4", "501", "many", "", "²"):
        answer = ahmed.post("/school/readings/", {"many_files": number})
        assert (answer.status_code, b"Give a number from 5 to 500." in answer.content) == (
            422,
            True,
        )
    ahmed.post("/school/readings/", {"many_files": "60"})
    cast.school.refresh_from_db()
    assert cast.school.many_files == 60
    shut = [as_(name).get("/school/readings/").status_code for name in ("khan", "office", "sam")]
    assert shut == [404, 404, 404]


def test_openings_are_forgotten_after_a_year(cast: Cast) -> None:
    as_("sam").get(f"/pupils/{cast.leo.uuid}/")
    clock.advance(timedelta(days=364))
    tell_wide_readings()
    assert PupilOpening.objects.count() == 1
    clock.advance(timedelta(days=2))
    tell_wide_readings()
    assert PupilOpening.objects.count() == 0


def test_looking_anyway_from_the_page_to_the_leads_and_the_log(cast: Cast, count: Count) -> None:
    """Reason, an hour, told at once, written on each record; and nothing restricted opens."""
    open_, shut = file(cast, "behaviour", cast.patel, cast.leo), []
    secret = file(cast, "concern", cast.patel, cast.leo)
    reid, page = as_("reid"), f"/pupils/{cast.leo.uuid}/"
    here, hidden = f"/records/{open_.uuid}/", f"/records/{secret.uuid}/"

    def step(what: str, holds: bool) -> None:
        steps.append(what)
        if not holds:
            shut.append(what)

    steps: list[str] = []
    step("closed before", reid.get(here).status_code == 404)
    for why in ("", "  ", "no", "x" * 7):
        reid.post(f"{page}look/", {"why": why})
        step(f"no reason: {why!r}", reid.get(here).status_code == 404)
    reid.post(f"{page}look/", {"why": "He is crying in my room"})
    step("opens", reid.get(here).status_code == 200)
    step("restricted stays shut", reid.get(hidden).status_code == 404)
    alerts = Alert.objects.filter(sort="override")
    step("leads told at once", {a.person.family for a in alerts} == {"Ahmed", "Price"})
    step("told without a name", not any("Turner" in a.text or "Leo" in a.text for a in alerts))
    entry = AccessEntry.objects.filter(record=open_, person=cast.reid).last()
    step("in the read log with its reason", bool(entry and entry.override))
    step("its readers see why", "crying in my room" in as_("patel").get(here).content.decode())
    clock.advance(timedelta(minutes=59))
    step("open in the 59th minute", reid.get(here).status_code == 200)
    clock.advance(timedelta(minutes=2))
    step("shut after the hour", reid.get(here).status_code == 404)
    for name in ("tilly", "office", "khan"):
        before = alerts.count()
        as_(name).post(f"{page}look/", {"why": "He is crying in my room"})
        step(f"not for {name}", alerts.count() == before)
    count("A7", "steps of looking anyway", len(steps), len(shut))
    assert shut == []
