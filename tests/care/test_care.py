"""Personal care: written on the sheet in a few taps, read by few, and a worry goes to the leads."""

import re
from datetime import date, timedelta
from io import BytesIO

from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import Person, User
from handrail.records.draft import Involved
from handrail.records.models import Action, Link, Record
from handrail.records.reader import reader_for
from handrail.records.reading import may_read
from handrail.search.finding import find
from tests.capture.test_sheet import sheet, word
from tests.filing import file


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(User.objects.get(person=person))
    return client


def test_care_is_written_in_a_few_taps_and_read_by_few(cast: Cast) -> None:
    fields = sheet(cast, "care") | {
        "care-given": [word(cast, "care.given", "changing")], "care-second": "named",
        "care-seen": [word(cast, "care.seen", "a-mark-or-bruise")], "care-share": "some",
        "care-noticed": "Chestnutword mark, left hip", "care-unplanned": "on",
        "care-also": ["concern"], "concern-words": "A mark on the left hip.",
    }  # fmt: skip
    sam = client_of(cast.sam)
    alone = sam.post("/log/", fields | {"care-second": "nobody"})
    assert "Say why nobody could come, in a few words." in alone.content.decode()
    assert sam.post("/log/", fields).status_code == 302
    care, concern = (Record.everything.get(kind=kind) for kind in ("care", "concern"))
    assert care.headline == "Personal care: something was noticed"
    assert [row.person for row in care.involvements.filter(role="adult")] == [cast.sam]
    assert {row.slug: row.verdict for row in care.findings.all()} == {
        "plan": "unknown", "second": "look", "noticed": "look",
    }  # fmt: skip
    assert [row.duty for row in Action.objects.filter(record=care)] == ["carer-told-accident"]
    assert {care, concern} == {
        row for link in Link.objects.all() for row in (link.source, link.target)
    }
    readers = {name for name, one in cast.staff.items() if may_read(reader_for(one), care)}
    assert readers == {"sam", "grant", "ahmed", "price", "okafor"}  # not the class teacher
    for person, finds in ((cast.sam, True), (cast.patel, False)):
        found = find(reader_for(person), cast.school.pk, "chestnutword").records
        assert (care in found) is finds
    page = client_of(cast.patel).get(f"/pupils/{cast.leo.uuid}/").content.decode()
    assert "Personal care: something" not in page
    page = sam.get(f"/records/{care.uuid}/").content.decode()
    assert "A second adult was there and is not named" in page
    photo = sam.post(f"/records/{care.uuid}/files/", {"files": BytesIO(b"a photo")})
    assert "No photos and no files are ever kept" in photo.content.decode()
    assert not care.attachments.exists()


def test_no_photo_is_offered_beside_care(cast: Cast) -> None:
    """On the sheet by the tile alone, without a script; on a page of its own not at all."""
    page = client_of(cast.sam).get("/log/").content.decode()
    assert re.findall(r'value="(\w+)" data-without-files', page) == ["care"]
    assert 'class="formrow with-files"' in page
    for kind, offered in (("care_plan", False), ("risk_assessment", True)):
        desk = client_of(cast.khan).get(f"/log/at/{kind}/").content.decode()
        assert ('name="files"' in desk) == offered


def test_care_keeps_the_plan_and_the_consent_that_it_rested_on(cast: Cast) -> None:
    agreed = {"name": "Dan Turner", "signs_as": "carer", "answer": "agreed", "because": "",
              "given_on": date(2026, 9, 7)}  # fmt: skip
    detail = {"change": "new", "review_on": clock.today() + timedelta(days=60), "adults": "two",
              "adults_why": "Hoist", "needs": "Changing", "how": "Mat, then wash."}  # fmt: skip
    plan = file(
        cast, "care_plan", cast.grant, cast.leo, detail=detail, rows={"signatures": (agreed,)},
        involved=(Involved(cast.leo, "about"), Involved(cast.lee, "adult", as_pupil=False)),
    )  # fmt: skip
    readers = {name for name, one in cast.staff.items() if may_read(reader_for(one), plan)}
    assert readers == {"sam", "lee", "grant", "ahmed", "price", "okafor"}
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        fields = sheet(cast, "care") | {
            "care-given": [word(cast, "care.given", "changing")], "care-second": "near",
        }  # fmt: skip
        assert client_of(cast.sam).post("/log/", fields).status_code == 302
    kept = {row.slug: (row.verdict, row.said) for row in care_of().findings.all()}
    assert kept["plan"][1].startswith(plan.reference)
    assert kept["consent"] == ("fine", "Dan Turner, on 7 September 2026")
    assert {slug for slug, (verdict, _) in kept.items() if verdict == "look"} == {"adults", "giver"}
    page = client_of(cast.sam).get(f"/pupils/{cast.leo.uuid}/plan/").content.decode()
    assert "Care plan" in page
    other = client_of(cast.patel).get(f"/pupils/{cast.leo.uuid}/").content.decode()
    assert plan.headline not in other


def care_of() -> Record:
    return Record.everything.get(kind="care")


def test_patterns_counts_it_for_those_whose_post_reads_it_alone(cast: Cast) -> None:
    """To whoever reads only what they were in, "none" would be said of the whole school."""
    leads, others = client_of(cast.okafor), client_of(cast.khan)
    offered = [one.get("/school/patterns/").content.decode() for one in (leads, others)]
    assert ["Personal care" in page for page in offered] == [True, False]
    answer = others.get("/school/patterns/?kind=care")
    assert answer.status_code == 404 or "personal care" not in answer.content.decode().lower()
