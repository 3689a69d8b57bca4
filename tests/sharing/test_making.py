"""Making the bundle: when it can be, what it is like, how it is kept, locked and sent."""

import json
from io import BytesIO

import pyrage
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pypdf import PdfReader

from handrail.demo.cast import Cast
from handrail.keeping.periods import set_period
from handrail.people.models import User
from handrail.records.attaching import attach, path_of
from handrail.records.models import AccessEntry
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.sharing import making
from handrail.sharing.cleaning import cleaned_pdf
from handrail.sharing.deciding import decide
from handrail.sharing.making import ask_for_bundle, hand_out, make_waiting, mark_sent
from handrail.sharing.models import Bundle, Ground, SubjectRequest
from tests.filing import file
from tests.sharing.asking import decide_all, opened, request_for
from tests.sharing.test_leaks import document, photo


def made(cast: Cast, request: SubjectRequest) -> Bundle:
    decide_all(cast, request)
    bundle = ask_for_bundle(reader_for(cast.okafor), request)
    assert bundle.state == "ready", bundle.problem
    return bundle


def pdf_of(bundle: Bundle) -> PdfReader:
    return PdfReader(BytesIO(next(b for n, b in opened(bundle).items() if n.endswith(".pdf"))))


def text_of(bundle: Bundle) -> str:
    return "\n".join(page.extract_text() for page in pdf_of(bundle).pages)


def test_nothing_is_made_until_everything_has_been_decided(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.leo)
    request = request_for(cast, cast.leo)
    with pytest.raises(Refused, match="3 of 3 pieces are not decided yet"):
        ask_for_bundle(reader_for(cast.okafor), request)


def test_nothing_is_made_when_something_was_filed_since(cast: Cast) -> None:
    request = request_for(cast, cast.leo)
    decide_all(cast, request)
    file(cast, "note", cast.sam, cast.leo)
    with pytest.raises(Refused, match="Gather again"):
        ask_for_bundle(reader_for(cast.okafor), request)


def test_bundle_is_named_by_its_reference_and_its_pdf_says_nothing_about_who(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.leo, cast.jaden)
    request = request_for(cast, cast.leo)
    bundle = made(cast, request)
    reader = pdf_of(bundle)
    about = {name: str(value) for name, value in (reader.metadata or {}).items()}
    assert sorted(opened(bundle)) == sorted(
        [f"{request.reference}.pdf", "README.txt", "fingerprints.json", "records.csv",
         "records.json"])  # fmt: skip
    assert about.get("/Title") == f"Copy of records, reference {request.reference}"
    assert not {"/Author", "/Subject", "/Keywords"} & set(about)
    assert not any(name in str(about) for name in ("Leo", "Turner", "Okafor", "Spring"))


def test_pdf_is_tagged_for_screen_readers(cast: Cast) -> None:
    root = pdf_of(made(cast, request_for(cast, cast.leo))).root_object
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], "/StructTreeRoot" in root) == (
        True, "en-GB", True,
    )  # fmt: skip
    assert b"pdfuaid" in root["/Metadata"].get_data()  # type: ignore[attr-defined]


def test_letter_says_the_rights_and_grounds_in_general_and_no_more(cast: Cast) -> None:
    secret = file(cast, "concern", cast.reid, cast.leo, words="xyzzy")
    file(cast, "note", cast.sam, cast.leo)
    request = request_for(cast, cast.leo)
    set_period(reader_for(cast.office), cast.school, "note", years=3,
               counts_from="leaving", basis="Records policy 2026")  # fmt: skip
    abuse = Ground.objects.get(school=cast.school, slug="child_abuse")
    head = reader_for(cast.okafor)
    for piece in request.pieces.filter(part="restricted"):
        decide(head, piece, "withhold", seen=0, ground=abuse)
    bundle = made(cast, request)
    text = " ".join(text_of(bundle).split())
    assert "Information Commissioner’s Office" in text
    for period in ("Notes: 3 years from the day the pupil left this school",
                   "Attendance: 6 years from the day it happened",
                   "scores of tests: until the last record about the pupil goes"):  # fmt: skip
        assert period in text
    for gone in (secret.reference, "xyzzy", "abuse", "Concern,"):
        assert gone not in text
        assert gone not in opened(bundle)["records.json"].decode()


def test_withheld_record_leaves_no_trace_in_what_pointed_at_it(cast: Cast) -> None:
    first = file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    request = request_for(cast, cast.leo)
    court = Ground.objects.get(school=cast.school, slug="court")
    piece = request.pieces.get(sort="record")
    decide(reader_for(cast.okafor), piece, "withhold", seen=0, ground=court)
    bundle = made(cast, request)
    assert first.reference not in "".join(
        body.decode("latin-1") for name, body in opened(bundle).items() if "." in name
    )


def test_letters_that_cannot_be_drawn_stand_by_number_in_the_pdf_and_whole_in_the_json(
    cast: Cast,
) -> None:
    file(cast, "note", cast.sam, cast.leo, words="He wrote 你好 and 😀 and قالت")
    bundle = made(cast, request_for(cast, cast.leo))
    assert "[U+4F60][U+597D]" in text_of(bundle).replace("\n", "")
    assert "你好 and 😀 and قالت" in opened(bundle)["records.json"].decode()


def test_markup_in_words_stays_words(cast: Cast) -> None:
    words = '#import "x"; $a$ = *b* \\ // ] #panic("no") <script>alert(1)</script> =1+2'
    file(cast, "note", cast.sam, cast.leo, words=words)
    bundle = made(cast, request_for(cast, cast.leo))
    assert '#panic("no")' in " ".join(text_of(bundle).split())
    cells = opened(bundle)["records.csv"].decode()
    assert words.replace('"', '""') in cells


def test_cells_that_a_spreadsheet_would_run_are_made_harmless(cast: Cast) -> None:
    file(cast, "note", cast.sam, cast.leo, words="=HYPERLINK(1)")
    cells = opened(made(cast, request_for(cast, cast.leo)))["records.csv"].decode()
    assert ",'=HYPERLINK(1)" in cells


def test_files_that_go_lie_under_numbers_without_what_programs_wrote(cast: Cast) -> None:
    record = file(cast, "first_aid", cast.sam, cast.leo)
    attach(record, reader_for(cast.sam), "Jaden and Leo.jpg", photo())
    attach(record, reader_for(cast.sam), "Jaden.pdf", document())
    bundle = made(cast, request_for(cast, cast.leo))
    out = opened(bundle)
    files = {name: body for name, body in out.items() if name.startswith("files/")}
    assert sorted(files) == ["files/001.jpg", "files/002.pdf"]
    for body in files.values():
        assert b"Jaden" not in body
    prints = json.loads(out["fingerprints.json"])
    assert set(prints) == set(out) - {"fingerprints.json"}


def test_document_that_cannot_be_cleaned_cannot_go(cast: Cast) -> None:
    record = file(cast, "first_aid", cast.sam, cast.leo)
    attach(record, reader_for(cast.sam), "x.pdf", BytesIO(b"%PDF-1.7 broken"))
    request = request_for(cast, cast.leo)
    piece = request.pieces.get(sort="file")
    client = Client()
    client.force_login(User.objects.get(username="okafor"))
    answer = client.post(f"/requests/{request.uuid}/pieces/{piece.uuid}/", {"act": "goes"})
    assert (answer.status_code, b"Withhold it here" in answer.content) == (422, True)


def test_cleaned_document_keeps_its_pages() -> None:
    assert len(PdfReader(BytesIO(cleaned_pdf(document().read()))).pages) == 1


def test_file_that_was_changed_on_the_disk_does_not_go(cast: Cast) -> None:
    record = file(cast, "first_aid", cast.sam, cast.leo)
    row = attach(record, reader_for(cast.sam), "x.jpg", photo())
    request = request_for(cast, cast.leo)
    decide_all(cast, request)
    with default_storage.open(path_of(row), "wb") as kept:
        kept.write(b"other")
    bundle = ask_for_bundle(reader_for(cast.okafor), request)
    assert (bundle.state, "changed since" in bundle.problem) == ("failed", True)


def test_large_bundle_is_made_on_the_rounds_and_says_how_far_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "AT_ONCE", 0)
    request = request_for(cast, cast.leo)
    decide_all(cast, request)
    bundle = ask_for_bundle(reader_for(cast.okafor), request)
    client = Client()
    client.force_login(User.objects.get(username="okafor"))
    waiting = client.get(f"/requests/{request.uuid}/making/").content
    again = ask_for_bundle(reader_for(cast.ahmed), request)
    assert (bundle.state, again, b"Being made: 0 of 2" in waiting) == ("waiting", bundle, True)
    assert (make_waiting(), make_waiting()) == (1, 0)
    assert b"Ready" in client.get(f"/requests/{request.uuid}/making/").content


def test_bundle_left_half_made_by_a_stopped_server_is_made_again(cast: Cast) -> None:
    from datetime import timedelta

    from handrail.core import clock

    request = request_for(cast, cast.leo)
    bundle = made(cast, request)
    begun = clock.now() - timedelta(minutes=11)
    Bundle.objects.filter(pk=bundle.pk).update(state="making", begun_at=begun)
    assert make_waiting() == 1


@pytest.mark.slow
def test_what_went_is_kept_as_it_went_and_each_download_is_written_down(cast: Cast) -> None:
    request = request_for(cast, cast.leo)
    bundle = made(cast, request)
    client = Client()
    client.force_login(User.objects.get(username="ahmed"))
    path = f"/requests/{request.uuid}/bundles/{bundle.uuid}/"
    plain = client.get(path)
    locked = client.post(path, {"passphrase": "four plain words here"})
    assert plain["Content-Disposition"] == f'attachment; filename="{request.reference}.zip"'
    assert pyrage.passphrase.decrypt(locked.content, "four plain words here") == plain.content
    assert [(row.by, row.encrypted) for row in bundle.handed_out.all()] == [
        (cast.ahmed, False), (cast.ahmed, True),
    ]  # fmt: skip
    with default_storage.open(bundle.path, "ab") as kept:
        kept.write(b"!")
    with pytest.raises(Refused, match="not as it was made"):
        hand_out(reader_for(cast.ahmed), bundle)


def test_short_passphrase_is_refused_on_the_page(cast: Cast) -> None:
    request = request_for(cast, cast.leo)
    bundle = made(cast, request)
    client = Client()
    client.force_login(User.objects.get(username="okafor"))
    path = f"/requests/{request.uuid}/bundles/{bundle.uuid}/"
    answers = [client.post(path, {"passphrase": typed}) for typed in ("", "short")]
    assert [one.status_code for one in answers] == [422, 422]
    assert b"at least 12 letters" in answers[1].content


def test_sent_ends_the_clock_and_is_in_the_read_log_of_each_record(cast: Cast) -> None:
    record = file(cast, "behaviour", cast.sam, cast.leo)
    request, head = request_for(cast, cast.leo), reader_for(cast.okafor)
    with pytest.raises(Refused, match="Make the bundle first"):
        mark_sent(head, request, "Handed to his father")
    made(cast, request)
    mark_sent(head, request, "Handed to his father")
    request.refresh_from_db()
    went = AccessEntry.objects.filter(record=record, how="exported")
    assert (request.state, [row.person for row in went]) == ("sent", [cast.okafor])
    with pytest.raises(Refused, match="ended"):
        decide(head, request.pieces.first(), "goes", seen=0)  # type: ignore[arg-type]


def test_bundle_made_before_the_last_decision_is_not_what_goes(cast: Cast) -> None:
    from datetime import timedelta

    from handrail.core import clock

    request, head = request_for(cast, cast.leo), reader_for(cast.okafor)
    made(cast, request)
    clock.advance(timedelta(minutes=1))
    piece = request.pieces.first()
    decide(head, piece, "goes", seen=piece.decisions.count())  # type: ignore[union-attr,arg-type]
    with pytest.raises(Refused, match="Make it again"):
        mark_sent(head, request, "Handed to his father")


def test_same_decisions_give_the_same_pdf(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.leo)
    request = request_for(cast, cast.leo)
    first = made(cast, request)
    second = ask_for_bundle(reader_for(cast.okafor), request)
    assert first.sha256 == second.sha256
