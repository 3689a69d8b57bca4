"""Retention as people meet it: two say yes, nothing that was written is left, nobody infers."""

import json
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from handrail.core import batches, clock
from handrail.core.clock import LONDON
from handrail.demo.cast import Cast
from handrail.keeping.destroying import broken_certificates, carry_out, confirm, propose
from handrail.keeping.holding import place_hold
from handrail.keeping.models import Destruction, Hold
from handrail.people.models import CarerLink, Post, User
from handrail.records.amending import add_reader, amend_record
from handrail.records.attaching import attach
from handrail.records.draft import Involved
from handrail.records.models import Link, Record
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.records.verifying import verify_school
from handrail.search.finding import find
from handrail.web import keeping
from tests.filing import file
from tests.records import pictures

NOTE_DUE = datetime(2028, 9, 1, 9, 0, tzinfo=LONDON)  # a year after the school year 2026/27
WORD = "Zanzibarword"
PAGE = "/school/keeping/"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


@pytest.fixture
def grown(cast: Cast, settings: LazySettings, tmp_path: Path) -> Cast:
    """Notes whose time has come; a concern that has not; and one whose child is long grown up."""
    settings.MEDIA_ROOT = tmp_path
    for _ in range(3):
        file(cast, "note", cast.sam, cast.leo, words=WORD)
    file(cast, "concern", cast.reid, cast.amina)
    cast.yusuf.born = date(2000, 1, 1)
    cast.yusuf.save()
    file(cast, "concern", cast.reid, cast.yusuf, words=WORD)
    clock.move_to(NOTE_DUE)
    return cast


def destroy(cast: Cast, circle: str = "ordinary") -> Destruction:
    row = propose(reader_for(cast.okafor), cast.school, circle)
    return confirm(reader_for(cast.ahmed), row)


def everything_kept() -> str:
    """Every value of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("search_index_"):
                continue  # emptied at the end of a run: see test_retention_command.py
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()))
    return "\n".join(found).casefold()


def test_nothing_that_was_written_is_left_and_the_chain_still_holds(grown: Cast) -> None:
    cast = grown
    clock.move_to(datetime(2026, 11, 23, 10, 12, tzinfo=LONDON))
    sam = reader_for(cast.sam)
    record = file(
        cast, "behaviour", cast.sam, words=WORD, detail={"followed": WORD},
        involved=(Involved(cast.yusuf, "did_it", account=WORD, outcome=WORD),),
        pick={"level": ("level-4",)}, place=cast.school.places.first(),
    )  # fmt: skip
    amend_record(record, sam, f"{WORD} later")
    attach(record, sam, f"{WORD}.png", BytesIO(pictures.photo("PNG")))
    add_reader(record, reader_for(cast.khan), cast.lee, f"{WORD} on Friday")
    beside = file(cast, "first_aid", cast.sam, cast.leo)
    Link.objects.create(source=record, target=beside, sort="same_event")
    files = [row for folder in default_storage.listdir("")[0]
             for row in default_storage.listdir(folder)[1]]  # fmt: skip
    assert (len(files), WORD.casefold() in everything_kept()) == (1, True)

    clock.move_to(NOTE_DUE)
    before = Record.everything.exclude(state="stub").count()
    assert destroy(cast).lines.count() == 4
    destroy(cast, "restricted")
    assert Record.everything.exclude(state="stub").count() == before - 5
    assert WORD.casefold() not in everything_kept()
    assert verify_school(cast.school).breaks == ()
    assert find(reader_for(cast.okafor), cast.school.pk, WORD).records == []
    stub = Record.everything.get(pk=record.pk)
    assert (stub.reference, stub.kind, stub.happened_at, stub.author_name) == (
        record.reference, "behaviour", record.happened_at, "",
    )  # fmt: skip
    assert stub.void_reason.startswith("Destroyed on 1 September 2028, certificate D1: kept 25")
    assert not Link.objects.exists()
    page = signed_in("okafor").get(f"/records/{record.uuid}/").content.decode()
    assert ("This record was destroyed" in page, stub.void_reason[:40] in page) == (True, True)


@pytest.mark.django_db(transaction=True)
def test_attached_files_go_from_the_disk(settings: LazySettings, tmp_path: Path) -> None:
    from handrail.demo.cast import make_cast

    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    record = file(cast, "note", cast.sam, cast.leo)
    attach(record, reader_for(cast.sam), "a.png", BytesIO(pictures.photo("PNG")))
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    clock.move_to(NOTE_DUE)
    destroy(cast)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert verify_school(cast.school).breaks == ()


def test_years_of_what_is_due_are_listed_in_parts_and_proposed_whole(
    grown: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much waits: the page shows the first of each kind, the proposal has all of them."""
    for _ in range(5):
        file(grown, "note", grown.sam, grown.leo)
    clock.move_to(NOTE_DUE)
    head = signed_in("okafor")
    whole = head.get(PAGE).content.decode()
    monkeypatch.setattr(batches, "MOST", 2)
    assert head.get(PAGE).content.decode().count('href="/records/') == whole.count(
        'href="/records/'
    )
    monkeypatch.setattr(keeping, "SHOWN", 2)
    page = head.get(PAGE).content.decode()
    assert ("more, all of which the proposal lists" in page, "more, all" in whole) == (True, False)
    assert page.count('href="/records/') < whole.count('href="/records/')
    here = head.post(PAGE, {"circle": "ordinary"})["Location"]
    proposal = head.get(here).content.decode()
    assert proposal.count('href="/records/') == Destruction.objects.get().lines.count() > 2


def test_second_person_must_say_yes_where_there_is_one(grown: Cast) -> None:
    head = signed_in("okafor")
    here = head.post(PAGE, {"circle": "ordinary"})["Location"]
    assert "It waits for a second person" in head.get(here).content.decode()
    assert head.post(here, {"looked": "yes"}).status_code == 422
    assert signed_in("office").post(here, {"looked": "yes"}).status_code == 422
    assert not Record.everything.filter(state="stub").exists()
    second = signed_in("ahmed")
    assert any("wait for your yes" in alert.text for alert in _alerts_of(grown.ahmed))
    assert second.post(here, {}).status_code == 422  # without having looked
    assert second.post(here, {"looked": "yes"}).status_code == 302
    page = signed_in("office").get(here).content.decode()
    assert ("Certificate of destruction D1" in page, "3 records were" in page) == (True, True)
    kept = json.loads(second.get(f"{here}certificate.json").content)
    assert len(kept["certificate"]["destroyed"]) == 3
    office = json.loads(signed_in("office").get(f"{here}certificate.json").content)
    assert (office["certificate"]["destroyed"], office["hash"]) == (3, kept["hash"])


def _alerts_of(person: object) -> list:  # type: ignore[type-arg]
    from handrail.notify.models import Alert

    return list(Alert.objects.filter(person=person))


def test_head_alone_may_where_nobody_else_can(grown: Cast) -> None:
    Post.objects.filter(role__in=("designated_lead", "deputy_lead")).update(ends=date(2027, 1, 1))
    head = signed_in("okafor")
    here = head.post(PAGE, {"circle": "ordinary"})["Location"]
    assert head.post(here, {"looked": "yes"}).status_code == 302
    assert "nobody else could" in head.get(here).content.decode()


def test_only_the_head_proposes_and_it_can_be_withdrawn(grown: Cast) -> None:
    for name in ("ahmed", "office"):
        with pytest.raises(Refused):
            propose(reader_for(User.objects.get(username=name).person), grown.school, "ordinary")
    head = signed_in("okafor")
    here = head.post(PAGE, {"circle": "ordinary"})["Location"]
    head.post(here, {"withdraw": "yes"})
    assert Destruction.objects.get().state == "withdrawn"
    assert not Record.everything.filter(state="stub").exists()
    assert head.post(PAGE, {"circle": "ordinary"})["Location"] != here


def test_what_changed_since_the_preview_is_refused(grown: Cast) -> None:
    row = propose(reader_for(grown.okafor), grown.school, "ordinary")
    place_hold(reader_for(grown.ahmed), grown.school, "A claim was received", pupil=grown.leo)
    with pytest.raises(Refused, match="has changed since"):
        confirm(reader_for(grown.ahmed), row)
    assert not Record.everything.filter(state="stub").exists()


def test_hold_placed_while_it_runs_spares_and_an_interruption_is_gone_on_with(grown: Cast) -> None:
    row = propose(reader_for(grown.okafor), grown.school, "ordinary")
    Destruction.objects.filter(pk=row.pk).update(state="running", confirmed_by=grown.ahmed,
                                                 number=1)  # fmt: skip
    row.refresh_from_db()
    first = row.lines.first()
    assert first is not None
    place_hold(reader_for(grown.ahmed), grown.school, "A claim was received", record=first.record)
    carry_out(row)
    assert [line.outcome for line in row.lines.all()].count("spared") == 1
    assert Record.everything.filter(state="stub").count() == 2
    assert json.loads(row.body)["spared"] == [first.reference]


def test_two_who_go_on_at_once_make_one_certificate(grown: Cast) -> None:
    row = propose(reader_for(grown.okafor), grown.school, "ordinary")
    Destruction.objects.filter(pk=row.pk).update(state="running", confirmed_by=grown.ahmed,
                                                 number=1)  # fmt: skip
    one, other = (Destruction.objects.get(pk=row.pk) for _ in range(2))
    carry_out(one)
    clock.advance(timedelta(minutes=1))
    carry_out(other)
    assert (other.state, other.hash, other.done_at) == ("done", one.hash, one.done_at)
    assert {line.outcome for line in row.lines.all()} == {"destroyed"}


def test_certificates_are_chained_and_a_changed_one_is_named(grown: Cast) -> None:
    destroy(grown)
    file(grown, "note", grown.sam, grown.leo)
    clock.advance(timedelta(days=800))
    destroy(grown)
    assert broken_certificates(grown.school) == []
    Destruction.objects.filter(number=1).update(body="{}")
    assert broken_certificates(grown.school) == ["D1"]


def test_those_who_may_not_know_see_the_same_page_with_and_without_the_secret(
    grown: Cast,
) -> None:
    """The office's pages before and after: a restricted record due, a hold on a child, its run."""
    office, pages = signed_in("office"), []

    def look() -> None:
        answers = [office.get(path) for path in (PAGE, f"{PAGE}periods/", f"{PAGE}holds/")]
        pages.append([_still(answer) for answer in answers])

    look()
    lead = reader_for(grown.ahmed)
    place_hold(lead, grown.school, "Police asked for the file", pupil=grown.amina)
    look()
    row = propose(reader_for(grown.okafor), grown.school, "restricted")
    look()
    confirm(lead, row)
    look()
    assert office.get(f"{PAGE}{row.uuid}/").status_code == 404
    assert all(one == pages[0] for one in pages)
    assert "Concern" not in pages[0][0][1]
    assert "restricted" not in pages[0][0][1].lower()


def _still(answer: object) -> tuple[int, str]:
    import re

    text = answer.content.decode()  # type: ignore[attr-defined]
    return answer.status_code, re.sub(r'value="[A-Za-z0-9]{64}"', "", text)  # type: ignore[attr-defined]


def test_head_who_is_a_carer_neither_sees_nor_destroys_their_own_childs_secret(grown: Cast) -> None:
    before = _still(signed_in("okafor").get(PAGE))
    assert "Concerns" in before[1]
    CarerLink.objects.create(pupil=grown.yusuf.pupil, carer=grown.okafor, relationship="Mother")
    after = _still(signed_in("okafor").get(PAGE))
    assert "Concerns" not in after[1]
    with pytest.raises(Refused, match="Nothing is due"):
        propose(reader_for(grown.okafor), grown.school, "restricted")


def test_period_is_the_schools_to_set_and_says_its_source(grown: Cast) -> None:
    office = signed_in("office")
    here = f"{PAGE}periods/"
    assert "IRMS toolkit (advice, not law)" in office.get(here).content.decode()
    sent = {"kind": "note", "years": "0", "counts_from": "leaving", "basis": "Records policy 2026"}
    wrong = office.post(here, sent)
    assert (wrong.status_code, "from 1 to 100" in wrong.content.decode()) == (422, True)
    assert 'value="Records policy 2026"' in wrong.content.decode()
    assert office.post(here, {**sent, "basis": "x", "years": "3"}).status_code == 422
    assert office.post(here, {**sent, "years": "3"}).status_code == 302
    page = office.get(here).content.decode()
    assert "Kept 3 years from the day the pupil left this school" in page
    assert "Nothing is past its time today." in office.get(PAGE).content.decode()


def test_hold_is_placed_by_name_reference_or_on_everything_and_lifted(grown: Cast) -> None:
    lead, here = signed_in("ahmed"), f"{PAGE}holds/"
    why = {"why": "A claim was received"}
    for sent, sentence in (
        ({"scope": "pupil", "what": "Nobody Atall"}, "No pupil of that name"),
        ({"scope": "pupil", "what": ""}, "name or UPN"),
        ({"scope": "record", "what": "AAAA-AAAA"}, "no such record here"),
        ({"scope": "pupil", "what": "a"}, "Several pupils are called that"),
    ):
        answer = lead.post(here, {**sent, **why})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), sent
    assert lead.post(here, {"scope": "pupil", "what": "leo", **why}).status_code == 302
    page = signed_in("okafor").get(PAGE).content.decode()
    assert ("Past their time, and held" in page, "A claim was received" in page) == (True, True)
    hold = Hold.objects.get()
    lead.post(here, {"lift": str(hold.uuid), "because": "no"})
    hold.refresh_from_db()
    assert hold.lifted_at is None
    lead.post(here, {"lift": str(hold.uuid), "because": "The claim was settled"})
    assert "and held" not in signed_in("okafor").get(PAGE).content.decode()
    record = Record.everything.filter(kind="note").first()
    assert record is not None
    lead.post(here, {"scope": "record", "what": record.reference, **why})
    lead.post(here, {"scope": "everything", "what": "", **why})
    assert [row.scope for row in Hold.objects.filter(lifted_at=None)] == ["everything", "record"]
    assert "Propose to destroy" not in signed_in("okafor").get(PAGE).content.decode()
