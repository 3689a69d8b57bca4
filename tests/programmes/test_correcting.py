"""A session that was wrong: withdrawn with a reason, replaced, and counted nowhere."""

from typing import Any

import pytest

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.programmes.dosing import dose_of
from handrail.programmes.giving import Taken
from handrail.programmes.models import Measurement, ProgrammePupil, Session
from handrail.records.beside import said_of
from tests.programmes.giving import place_of, programme_of, session_of
from tests.programmes.test_pages import client_of, page


def given(cast: Cast) -> tuple[ProgrammePupil, Session]:
    """Leo was put down as there, with three calls."""
    place = place_of(cast, programme_of(cast), cast.leo)
    return place, session_of(cast, [place], taken={place: Taken(3)}, note="Went well.")


def path_of(session: Session, *, asks: bool = True) -> str:
    tail = f"?replaces={session.uuid}" if asks else ""
    return f"/programmes/{session.programme.uuid}/session/{tail}"


def right(place: ProgrammePupil, wrong: Session, **more: str) -> dict[str, Any]:
    return {
        "number": str(new_uuid()), "replaces": str(wrong.uuid), "date": "2026-11-19",
        f"away-{place.uuid}": "", f"value-{place.uuid}": "5", "steps_followed": "4",
        "because": "It was the day before", **more,
    }  # fmt: skip


def test_the_form_comes_filled_in_and_the_correction_stands_in_its_place(cast: Cast) -> None:
    place, wrong = given(cast)
    html = page("sam", path_of(wrong))
    for filled in ('value="2026-11-20"', 'value="3"', "Went well.</textarea>"):
        assert filled in html
    sent = right(place, wrong)
    for _ in range(2):
        answer = client_of("sam").post(path_of(wrong, asks=False), sent)
        assert answer.status_code == 302
    wrong.refresh_from_db()
    assert (wrong.withdrawn_by, wrong.withdrawn_because) == (cast.sam, "It was the day before")
    stands = Session.objects.get(withdrawn_at=None)
    assert (stands.replaces, str(stands.date), stands.steps_followed) == (wrong, "2026-11-19", 4)
    assert Measurement.objects.get(withdrawn_at=None).value == 5
    assert Measurement.objects.exclude(withdrawn_at=None).get().value == 3


def test_what_is_withdrawn_counts_in_no_dose_and_stays_to_be_seen(cast: Cast) -> None:
    place, wrong = given(cast)
    sent = {"replaces": str(wrong.uuid), "because": "There was no session", "only": "yes"}
    client_of("sam").post(path_of(wrong, asks=False), sent)
    dose = dose_of(place.programme, [place])
    assert (dose.sessions, dose.lines, dose.steps, dose.cost) == (0, 0, 0, 20)
    html = page("sam", f"/programmes/{place.programme.uuid}/")
    assert "There was no session" in html
    assert '<p class="void"><b>' in html
    assert "0 sessions" in page("sam", "/programmes/")
    assert "0 of 0" not in page("sam", f"/pupils/{cast.leo.uuid}/for-home/")
    said = next(one.text for one in said_of(cast.leo, cast.school) if one.label == "Programme")
    assert "Withdrawn because: There was no session" in said


@pytest.mark.parametrize(
    ("more", "sentence"),
    [({"because": "so"}, "Say what was wrong"), ({"date": "2026-12-24"}, "has not come yet")],
)
def test_a_correction_sent_wrong_changes_nothing_and_comes_back_whole(
    cast: Cast, more: dict[str, str], sentence: str
) -> None:
    place, wrong = given(cast)
    sent = right(place, wrong, note="My long note.", **more)
    answer = client_of("sam").post(path_of(wrong, asks=False), sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert "My long note.</textarea>" in html
    wrong.refresh_from_db()
    assert (wrong.withdrawn_at, Session.objects.count()) == (None, 1)


def test_only_who_gave_it_or_leads_it_and_sees_everybody_in_it(cast: Cast) -> None:
    """Mr Patel made the programme; he does not work with Yusuf, so the register is not his."""
    _, wrong = given(cast)
    assert client_of("patel").get(path_of(wrong)).status_code == 200
    other = place_of(cast, wrong.programme, cast.yusuf)
    both = session_of(cast, [*wrong.programme.places.filter(pupil=cast.leo), other])
    assert client_of("patel").get(path_of(both)).status_code == 404
    assert client_of("sam").get(path_of(both)).status_code == 200  # leads it
    assert client_of("sam").get(f"{path_of(wrong, asks=False)}?replaces=none").status_code == 404
    assert "?replaces=" not in page("patel", f"/programmes/{wrong.programme.uuid}/")


@pytest.mark.parametrize("corrects", [True, False])
def test_a_session_typed_before_signing_out_comes_back_as_what_it_was(
    cast: Cast, corrects: bool
) -> None:
    place, wrong = given(cast)
    sent = right(place, wrong, author=str(cast.sam.uuid), note="Typed before.")
    if not corrects:
        del sent["replaces"]
    client = client_of("sam")
    client.post("/lock/")
    client.post(path_of(wrong, asks=False), sent)
    client.post("/lock/", {"password": "spring-lane-demo"})
    html = client.get(path_of(wrong, asks=False)).content.decode()
    assert "Typed before.</textarea>" in html
    assert 'value="2026-11-19"' in html
    assert (f'name="replaces" value="{wrong.uuid}"' in html) == corrects
