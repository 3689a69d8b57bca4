"""Equipment: a check done with a tap, a fault from its report to its end, and who is shown what."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.equipment.keeping import KEPT
from handrail.equipment.models import Check, Fault, Look
from handrail.notify.models import Alert
from handrail.records.beside import tables_of
from handrail.records.lasting import periods_said
from tests.equipment.finding import listed, reported
from tests.programmes.test_pages import client_of, page


def photo_of() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (2_000, 50), "red").save(out, format="PNG")
    return SimpleUploadedFile("broken.png", out.getvalue(), "image/png")


def sent(username: str, **more: Any) -> Any:
    said = {"number": str(new_uuid()), "fault_what": "Hoist", "words": "The strap is torn.",
            "how_bad": "danger", **more}  # fmt: skip
    return client_of(username).post("/equipment/", said)


def test_a_check_is_done_with_a_tap_and_comes_round_on_a_school_day(cast: Cast) -> None:
    row, today = listed(cast, every=1), clock.today()
    assert "1 check due today" in page("sam", "/")
    assert "check due" not in page("lee", "/")
    with clock.frozen(clock.now() + timedelta(days=3)):  # Thursday; Friday is a training day
        assert "1 check overdue" in page("office", "/")
        html = page("sam", "/equipment/")
        assert "Was due" in html
        assert "Straps, brake, battery" in html
        number = html.split(f'name="number-{row.uuid}" value="')[1][:36]
        for _ in range(2):  # a double tap
            client_of("sam").post(
                "/equipment/", {"in-order": str(row.uuid), f"number-{row.uuid}": number}
            )
        seen = Look.objects.get()
        assert (seen.by, seen.in_order, seen.was_due_on) == (cast.sam, True, today)
        row.refresh_from_db()
        assert (row.due_on, row.due_on.weekday()) == (date(2026, 11, 30), 0)
        assert "overdue" not in page("office", "/")
        assert "in order" in page("lee", "/equipment/?show=past")


def test_a_fault_goes_from_the_check_to_its_end_and_every_step_stays(cast: Cast) -> None:
    row = listed(cast)
    assert 'value="Hoist"' in page("sam", f"/equipment/?check={row.uuid}")
    number = str(new_uuid())
    for _ in range(2):
        answer = sent("sam", check=str(row.uuid), number=number, photo=photo_of())
        assert answer.status_code == 302
    fault = Fault.objects.get()
    assert (fault.out_of_use, Look.objects.get().in_order) == (True, False)
    here = f"/equipment/faults/{fault.uuid}/"
    picture = client_of("lee").get(f"{here}photo/")
    with Image.open(BytesIO(picture.content)) as drawn:
        assert (picture["Content-Type"], drawn.size) == ("image/jpeg", (1600, 40))
    told = list(Alert.objects.order_by("person").values_list("person", "text", "leads_to"))
    assert {row[0] for row in told} == {cast.office.pk, cast.okafor.pk}
    assert told[0][1:] == ("Sam Birch reported something dangerous", here)
    assert Alert.objects.all()[0].outside == "News of a fault of equipment"  # no name outside
    assert "1 open fault" in page("okafor", "/")
    assert "open fault" not in page("sam", "/")
    words = {"mender": "Lifts Ltd", "mend_by": "2026-11-30", "out_of_use": "on"}
    assert client_of("lee").post(here, words).status_code == 422
    assert client_of("office").post(here, words).status_code == 302
    assert "Mended by Lifts Ltd, by 30 November 2026." in page("lee", here)
    end = {"close": "yes", "mended_on": "2026-11-24", "closed_words": "New strap"}
    refused = client_of("sam").post(here, end)
    assert "That day has not come yet." in refused.content.decode()
    assert 'value="New strap"' in refused.content.decode()
    assert client_of("sam").post(here, end | {"mended_on": "2026-11-23"}).status_code == 302
    assert "Closed:</b> New strap" in page("lee", here)
    again = client_of("sam").post(here, {**end, "mended_on": ""})
    assert "Report it again if it is back." in again.content.decode()
    csv = client_of("office").get("/equipment/table.csv").content.decode()
    assert "Check,Hoist,Nest," in csv
    assert "Lifts Ltd,2026-11-30,2026-11-23," in csv
    assert csv.count("Mrs Doyle: Mended by Lifts Ltd") == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"fault_what": " "}, "Say what is broken"), ({"words": ""}, "what is wrong with it"),
     ({"how_bad": "very"}, "Choose how bad it is"),
     ({"photo": SimpleUploadedFile("a.png", b"none")}, "Only a photo")],
)  # fmt: skip
def test_a_report_with_something_missing_comes_back_whole(
    cast: Cast, wrong: dict[str, Any], sentence: str
) -> None:
    answer = sent("sam", **{"fault_what": "Tablet 4", "words": "Torn.", **wrong})
    html = answer.content.decode()
    assert (answer.status_code, Fault.objects.count()) == (422, 0)
    assert sentence in html
    assert 'value="Tablet 4"' in html or "Torn." in html


def test_the_office_keeps_the_list(cast: Cast) -> None:
    said = {"what": "Climbing frame", "every": "91", "due_on": "2026-12-01", "who": ""}
    office = client_of("office")
    assert office.post("/equipment/checks/", said).status_code == 302
    row = Check.objects.get()
    bad = office.post("/equipment/checks/", said | {"check": str(row.uuid), "every": "5"})
    assert "Choose how often it is checked." in bad.content.decode()
    office.post("/equipment/checks/", said | {"check": str(row.uuid), "every": "7"})
    office.post("/equipment/checks/", {"check": str(row.uuid), "turn": "yes"})
    row.refresh_from_db()
    assert (row.every, row.retired_on) == (7, clock.today())
    assert "Climbing frame" not in page("sam", "/equipment/")
    listed(cast)
    listed(cast, what="Gate lock", place=cast.places["Gate"])
    reported(cast)  # nowhere in particular, so shown everywhere
    html = page("sam", f"/equipment/?place={cast.places['Gate'].uuid}")
    assert [word in html for word in ("Gate lock", "Hoist", "Tablet 4")] == [True, False, True]


def test_checks_and_closed_faults_end_after_their_time_and_leave_with_the_school(
    cast: Cast,
) -> None:
    row = listed(cast)
    assert not any("Equipment" in said for said in periods_said(cast.school))  # about no pupil
    sent("sam", check=str(row.uuid))
    fault = Fault.objects.get()
    reported(cast)  # an open one stays, however old
    assert KEPT.count(cast.school, clock.today(), []) == 0  # its look stays with the fault
    end = {"close": "yes", "mended_on": "", "closed_words": "Thrown away"}
    client_of("sam").post(f"/equipment/faults/{fault.uuid}/", end)
    assert len(list(tables_of(cast.school)["faults.csv"][1])) == 2
    assert KEPT.count(cast.school, clock.today() - timedelta(days=1), []) == 0
    assert KEPT.count(cast.school, clock.today(), []) == 2
    assert KEPT.destroy(cast.school, clock.today(), []) == 2
    assert (Look.objects.count(), Fault.objects.get().what) == (0, "Tablet 4")
