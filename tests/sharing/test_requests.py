"""Requests: the law's clock, who may work on one, and the part that an administrator never sees."""

from datetime import date

import pytest
from django.test import Client

from handrail.core.school_days import Calendar
from handrail.demo.cast import Cast
from handrail.people.models import Person, User
from handrail.records.accounts import give_account
from handrail.records.draft import Involved
from handrail.records.models import AccessEntry, Involvement
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.sharing.deciding import rule_word
from handrail.sharing.due import month_due, months_after, record_due
from handrail.sharing.gathering import gather
from handrail.sharing.making import ask_for_bundle
from handrail.sharing.models.piece import Part
from handrail.sharing.requesting import (
    close_unsent,
    extend,
    let_in,
    let_out,
    pieces_for,
    requests_of,
)
from tests.filing import file
from tests.sharing.asking import decide_all, request_for
from tests.web.test_two_worlds import CHANGING
from tests.worlds import in_both


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


# ---------------------------------------------------------------- the clock


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 23), date(2026, 12, 23)),  # in the Christmas holiday: it runs on
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 8, 31), date(2026, 9, 30)),
    ],
)
def test_a_month_ends_on_the_same_date_or_the_last_there_is(received: date, due: date) -> None:
    assert month_due(received) == due


def test_two_months_more_are_counted_from_receipt() -> None:
    assert month_due(date(2026, 11, 30), extended=True) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 15), 3) == date(2027, 3, 15)


def test_educational_record_counts_fifteen_school_days() -> None:
    terms = ((date(2026, 11, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 2, 12)))
    assert record_due(date(2026, 12, 7), Calendar(terms=terms)) == date(2027, 1, 11)


def test_clock_shows_on_today_and_on_the_pupils_page_for_those_who_may_know(cast: Cast) -> None:
    asked = request_for(cast, cast.leo)
    seen = {
        name: [bytes(str(asked.uuid), "ascii") in signed_in(name).get(page).content
               for page in ("/", f"/pupils/{cast.leo.uuid}/")]
        for name in ("okafor", "ahmed", "office", "price", "grant", "sam")
    }  # fmt: skip
    assert seen == {
        "okafor": [True, True], "ahmed": [True, True], "office": [False, False],
        "price": [False, False], "grant": [False, False], "sam": [False, False],
    }  # fmt: skip


def test_longer_once_with_a_reason_and_never_for_the_educational_record(cast: Cast) -> None:
    asked, head = request_for(cast, cast.leo), reader_for(cast.okafor)
    with pytest.raises(Refused, match="Say why"):
        extend(asked, head, "long")
    extend(asked, head, "Four hundred records in two schools")
    assert asked.due_on == date(2027, 2, 23)
    with pytest.raises(Refused):
        extend(asked, head, "Even more than we thought of")
    record = request_for(cast, cast.leo, right="educational_record", asker="carer", carer=cast.dan)
    with pytest.raises(Refused):
        extend(record, head, "Four hundred records in two schools")


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"received_on": date(2026, 11, 24)}, "received_on"),
        ({"received_on": date(2024, 11, 24)}, "received_on"),
        ({"covers_from": date(2026, 5, 2), "covers_to": date(2026, 5, 1)}, "covers_to"),
        ({"asker": "carer"}, "carer"),
        ({"asker": "agency"}, "asker_name"),
        ({"right": "educational_record"}, "right"),
    ],
)
def test_a_request_that_cannot_be_is_refused_beside_its_field(
    cast: Cast, parts: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        request_for(cast, cast.leo, **parts)
    assert refused.value.field == field


def test_carer_without_known_responsibility_cannot_ask_as_one(cast: Cast) -> None:
    with pytest.raises(Refused, match="Parental responsibility"):
        request_for(cast, cast.bo, asker="carer", carer=cast.carers["farah"])


def test_form_keeps_what_was_typed_when_it_is_refused(cast: Cast) -> None:
    typed = {"right": "subject_access", "asker": "carer", "identity": "known",
             "received_on": "2026-11-20", "asked_for": "Everything since Easter"}  # fmt: skip
    answer = signed_in("okafor").post(f"/pupils/{cast.leo.uuid}/requests/new/", typed)
    assert (answer.status_code, b"Choose which carer asks." in answer.content,
            b"Everything since Easter" in answer.content) == (422, True, True)  # fmt: skip


# ---------------------------------------------------------------- who may work on it


def test_own_child_is_nobodys_work(cast: Cast) -> None:
    request_for(cast, cast.bo)
    assert [requests_of(reader_for(who)).count() for who in (cast.okafor, cast.ahmed)] == [1, 0]


def test_record_about_the_readers_own_child_is_not_shown_in_anothers_request(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.leo, cast.bo)
    asked = request_for(cast, cast.leo)
    kinds = [{piece.sort for piece in pieces_for(reader_for(who), asked)}
             for who in (cast.okafor, cast.ahmed)]  # fmt: skip
    assert ("record" in kinds[0], "record" in kinds[1]) == (True, False)


def test_lead_whose_child_is_in_a_record_neither_makes_nor_has_the_bundle(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.leo, cast.bo)
    asked = request_for(cast, cast.leo)
    decide_all(cast, asked)
    bundle = ask_for_bundle(reader_for(cast.okafor), asked)
    path = f"/requests/{asked.uuid}/"
    ahmed, page = signed_in("ahmed"), signed_in("ahmed").get(path).content
    answers = [ahmed.get(f"{path}bundles/{bundle.uuid}/"), ahmed.post(f"{path}make/"),
               ahmed.post(f"{path}sent/"), ahmed.get(f"{path}making/")]  # fmt: skip
    assert ([one.status_code for one in answers], b"The bundle</h2>" in page) == ([404] * 4, False)


def test_only_the_head_lets_in_and_only_administrators(cast: Cast) -> None:
    asked = request_for(cast, cast.leo)
    for reader, person in (
        (cast.ahmed, cast.office), (cast.okafor, cast.sam), (cast.okafor, None),
    ):  # fmt: skip
        with pytest.raises(Refused):
            let_in(asked, reader_for(reader), person)
    let_in(asked, reader_for(cast.okafor), cast.office)
    assert list(requests_of(reader_for(cast.office))) == [asked]
    let_out(asked, reader_for(cast.okafor), cast.office)
    assert list(requests_of(reader_for(cast.office))) == []


def test_looking_at_a_record_in_a_request_is_written_down(cast: Cast) -> None:
    record = file(cast, "behaviour", cast.sam, cast.leo)
    asked = request_for(cast, cast.leo)
    let_in(asked, reader_for(cast.okafor), cast.office)
    piece = asked.pieces.get(sort="record")
    signed_in("office").get(f"/requests/{asked.uuid}/pieces/{piece.uuid}/")
    assert [row.person for row in AccessEntry.objects.filter(record=record)] == [cast.office]


def test_whoever_owes_an_account_gives_it_before_reading_the_others_in_a_request(
    cast: Cast,
) -> None:
    involved = (
        Involved(cast.leo, "held"),
        Involved(cast.lee, "adult", account="I took his left arm", as_pupil=False),
        Involved(cast.okafor, "adult", as_pupil=False),
    )
    record = file(cast, "hold", cast.sam, cast.leo, involved=involved)
    asked, head = request_for(cast, cast.leo), signed_in("okafor")
    piece = asked.pieces.get(record=record)
    page = f"/requests/{asked.uuid}/pieces/{piece.uuid}/"
    assert head.get(page).headers["Location"] == f"/records/{record.uuid}/#accounts"
    give_account(record, reader_for(cast.okafor), "I came when it was over")
    assert "I took his left arm" in head.get(page).content.decode()


def test_a_closed_request_changes_no_more(cast: Cast) -> None:
    asked, head = request_for(cast, cast.leo), reader_for(cast.okafor)
    close_unsent(asked, head, "Taken back by his father")
    with pytest.raises(Refused):
        rule_word(head, asked, Part.ORDINARY, "mask", "Grace")


def test_leaver_can_still_be_asked_about(cast: Cast) -> None:
    cast.leo.pupil.enrolments.update(ends=date(2026, 10, 1))
    path = f"/pupils/{cast.leo.uuid}/requests/new/"
    assert signed_in("okafor").get(path).status_code == 200


# ---------------------------------------------------------------- two worlds


def shut_records(cast: Cast) -> None:
    """Restricted records about Leo, one of them with another pupil, read by the lead."""
    file(cast, "concern", cast.reid, cast.leo, cast.jaden, words="xyzzy Jaden and Zoe said")
    shut = file(cast, "behaviour", cast.reid, cast.leo, cast.theo, words="xyzzy", sensitivity=2)
    stranger = Person.objects.create(given="Tamsin", family="Quill")  # known from there alone
    Involvement.objects.create(
        record=shut, person=stranger, role="witness", as_pupil=True, happened_at=shut.happened_at
    )


def worked_on(cast: Cast, username: str) -> bytes:
    """Everything that somebody sees of a request: every page, before and after others' work."""
    client, said = signed_in(username), []
    asked = request_for(cast, cast.leo)
    let_in(asked, reader_for(cast.okafor), cast.office)

    def look() -> None:
        pages = ["/", "/requests/", f"/requests/{asked.uuid}/", f"/pupils/{cast.leo.uuid}/"]
        rows = pieces_for(reader_for(cast.staff[username]), asked)
        pages += [f"/requests/{asked.uuid}/pieces/{row.uuid}/" for row in rows]
        for page in pages:
            answer = client.get(page)
            text = CHANGING.sub(b"", answer.content).replace(asked.reference.encode(), b"")
            said.append(b"%d %s" % (answer.status_code, text))

    look()
    lead = reader_for(cast.ahmed)
    for piece in pieces_for(lead, asked).filter(part=Part.RESTRICTED):
        path = f"/requests/{asked.uuid}/pieces/{piece.uuid}/"
        signed_in("ahmed").get(path)
        signed_in("ahmed").post(path, {"mask": "0-0-1"})
    rule_word(lead, asked, Part.RESTRICTED, "mask", "door")
    gather(asked)
    look()
    client.post(f"/requests/{asked.uuid}/do/gather/")
    client.post(f"/requests/{asked.uuid}/do/words/", {"act": "mask", "word": "words"})
    mine = pieces_for(reader_for(cast.staff[username]), asked).filter(part=Part.ORDINARY)
    client.post(f"/requests/{asked.uuid}/pieces/{mine.last().uuid}/", {"mask": "0-0-1"})
    look()
    return b"\n".join(said)


@pytest.mark.slow
def test_administrators_view_is_the_same_whether_or_not_restricted_records_exist(
    cast: Cast,
) -> None:
    file(
        cast,
        "behaviour",
        cast.sam,
        cast.leo,
        cast.jaden,
        words="The door. Jaden, Theo, quill, Tam.",
    )
    file(cast, "note", cast.sam, cast.leo, words="Yusuf Musa was there")
    looks = {name: lambda name=name: worked_on(cast, name) for name in ("office", "ahmed")}
    without, with_it = in_both(lambda: shut_records(cast), looks)
    pages = without["office"].count(b"<!doctype html>")
    print(f"pages tried: {pages}, differences: {int(without['office'] != with_it['office'])}")
    assert without["office"] == with_it["office"]
    assert without["ahmed"] != with_it["ahmed"]  # the same surfaces do differ for who may know
    assert b"xyzzy" not in with_it["office"]


def test_words_of_the_restricted_part_do_not_reach_the_ordinary(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.leo, words="The door was open")
    asked, lead = request_for(cast, cast.leo), reader_for(cast.ahmed)
    let_in(asked, reader_for(cast.okafor), cast.office)
    piece = asked.pieces.get(sort="record")
    path = f"/requests/{asked.uuid}/pieces/{piece.uuid}/"
    rule_word(lead, asked, Part.RESTRICTED, "mask", "door")
    before = b"Person A" in signed_in("office").get(path).content
    rule_word(lead, asked, Part.ORDINARY, "mask", "door")
    assert (before, b"Person A" in signed_in("office").get(path).content) == (False, True)


# ---------------------------------------------------------------- cost


def queries(client: Client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_pages_of_a_request_cost_the_same_at_one_and_at_three_records(cast: Cast) -> None:
    costs = []
    for count in (1, 3):
        for _ in range(count):
            file(cast, "behaviour", cast.sam, cast.leo, cast.jaden, words="Jaden hit Zoe")
        asked = request_for(cast, cast.leo)
        piece = asked.pieces.filter(sort="record").last()
        client = signed_in("okafor")
        costs.append([queries(client, path) for path in (
            f"/requests/{asked.uuid}/",
            f"/requests/{asked.uuid}/pieces/{piece.uuid}/",  # type: ignore[union-attr]
            "/requests/", "/", f"/pupils/{cast.leo.uuid}/",
        )])  # fmt: skip
    print(f"questions: {costs}")
    assert costs[0] == costs[1]


def test_logging_asks_as_often_for_three_records_as_for_one(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        file(cast, "behaviour", cast.sam, cast.leo)
        with CaptureQueriesContext(connection) as seen:
            request_for(cast, cast.leo)
        writes = [one for one in seen if "sharing_piece" in one["sql"]]
        counts.append(len(seen) - len(writes))
    assert counts[0] >= counts[1]


def test_who_asks_is_not_masked_from_themselves(cast: Cast) -> None:
    asked = request_for(cast, cast.leo, asker="carer", carer=cast.dan)
    carers = asked.pieces.get(sort="carers")
    texts = {passage["text"] for passage in carers.passages}
    masked = {mark["who"] for mark in carers.found if mark["sort"] == "carer"}
    assert ("Dan Turner" in texts, masked) == (True, {str(cast.kim.uuid)})


def test_today_costs_no_more_for_those_who_never_see_a_request(cast: Cast) -> None:
    before = queries(signed_in("sam"), "/")
    request_for(cast, cast.leo)
    assert queries(signed_in("sam"), "/") == before
