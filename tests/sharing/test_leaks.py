"""A8: whatever somebody else is called, and wherever it was written, it does not leave."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import cycle
from typing import Any

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, TextField
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import CarerLink, PupilFlag
from handrail.records.amending import add_reader, amend_record, override_for, void_record
from handrail.records.attaching import attach
from handrail.records.closing import close_as_not_needed, close_on_ground, needs_a_ground
from handrail.records.draft import Involved
from handrail.records.kind import Rows, all_kinds
from handrail.records.models import Action, Record
from handrail.records.reader import reader_for
from handrail.school.models import Word
from handrail.sharing.known import STAFF, Known, known_at
from handrail.sharing.making import ask_for_bundle
from handrail.sharing.marking import MAYBE, marks_in
from handrail.sharing.models import Bundle
from tests.filing import draft, file, filled_rows_of, writer_of
from tests.sharing.asking import decide_all, opened, request_for
from tests.sharing.planted import PLANTED, forms, plant

ROUND = (
    "{} hit Leo.", "Then {} ran off", "Leo said “{}” did it", "({})", "with {}, then",
    "{}: no", "Leo and {} and Mr Khan", "saw\n{}\nthere", "{}", "was it {}?", "– {} –", "1. {} 2.",
    "Leo/{}", "<{}>", "*{}*", "...{}...", "\t{}\t", "near {}; later",
)  # fmt: skip


def still_there(form: str, text: str) -> bool:
    """Whether a form stands in a text as words of its own, exactly as it was written."""
    return form in text and bool(re.search(rf"(?<![^\W_]){re.escape(form)}(?![^\W_])", text))


def masked(text: str, known: Known, *, humps: bool = False) -> str:
    out, at = "", 0
    for mark in marks_in(0, text, known, humps=humps):
        if mark.sort not in {MAYBE, STAFF}:
            out, at = out + text[at : mark.s] + "•", mark.e
    return out + text[at:]


@pytest.fixture
def known(cast: Cast) -> Known:
    plant(cast)
    return known_at(cast.school, cast.leo, [], None)


def test_every_form_of_every_name_is_masked_in_every_setting(known: Known) -> None:
    """Each form in each setting, alone and beside another."""
    tried, leaks = 0, []
    for form in forms():
        for setting in ROUND:
            text = setting.format(form)
            tried += 1
            if still_there(form, masked(text, known)):
                leaks.append((form, text, masked(text, known)))
    print(f"cases tried: {tried}, leaks: {len(leaks)}")
    assert leaks == [], leaks[:5]


TRIED = {"cases": 0, "leaks": 0}


@settings(max_examples=1000, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(forms())),
            st.sampled_from(ROUND),
            st.sampled_from((" ", "\n", ". ", ", ", "; ")),
        ),
        min_size=1,
        max_size=8,
    )
)
@pytest.mark.slow
def test_names_in_any_order_are_masked(known: Known, pieces: list[tuple[str, str, str]]) -> None:
    text = "".join(setting.format(form) + between for form, setting, between in pieces)
    out = masked(text, known)
    left = [form for form, _, _ in pieces if still_there(form, out)]
    TRIED["cases"] += len(pieces)
    TRIED["leaks"] += len(left)
    assert left == [], (text, out)


@pytest.mark.slow
def test_how_many_orders_were_tried() -> None:
    print(f"cases tried: {TRIED['cases']}, leaks: {TRIED['leaks']}")
    assert TRIED["cases"] > 3000


def test_names_of_files_are_read_as_people_write_them(known: Known) -> None:
    tried, leaks = 0, []
    for one in PLANTED:
        if not one.given.isascii() or not one.family.isalpha():
            continue
        first, last = one.given, one.family
        for name in (
            f"{first}{last}.jpg", f"{first}_{last}.jpg", f"IMG_{first}2026.jpg",
            f"leo-and-{first}.{last}.pdf", f"Leo{first}{last}.png", f"{first}{last}Leo.webp",
        ):  # fmt: skip
            out = masked(name, known, humps=True)
            tried += 1
            if first.lower() in out.lower().replace("leo", ""):
                leaks.append((name, out))
    print(f"cases tried: {tried}, leaks: {len(leaks)}")
    assert leaks == []


def test_the_pupils_own_name_and_plain_words_stay(known: Known) -> None:
    for text in (
        "Leo’s coat. Leo Turner will go; he may mark it. A graceful bill.",
        "This is his class. He has gas and plus signs, and it was us.",
        "LEO went with Mr Khan and Miss Reid to Room 7.",
    ):
        assert masked(text, known) == text


# ---------------------------------------------------------------- end to end


@pytest.fixture
def written(cast: Cast) -> list[str]:
    """A record of every kind with names in every field that holds words; gives what was planted."""
    plant(cast)
    everything = cycle(list(forms()))
    planted: list[str] = []

    def some(most: int) -> str:
        """As many forms as fit, the next in turn."""
        said = ""
        while len(said) < most - 30:
            form = next(everything)
            planted.append(form)
            said += f"saw {form}, then " if said else f"{form}, then "
            if len(said) > 1500:
                break
        return said[:most]

    _write_details(cast, some)
    for kind in all_kinds():
        Word.objects.filter(school=cast.school, list__startswith=kind.slug).update(
            label=f"Sat with {next(everything)}"[:120]
        )
        _file_full(cast, kind.slug, some)
    return planted


def _write_details(cast: Cast, some) -> None:  # type: ignore[no-untyped-def]
    pupil = cast.leo.pupil
    for name in ("needs", "likes", "helps", "hinders", "look_out_for"):
        setattr(pupil, name, some(200))
    pupil.save()
    PupilFlag.objects.create(pupil=pupil, sort="alert", text=some(100))
    CarerLink.objects.filter(pupil=pupil).update(
        restriction="no_contact", restriction_note=some(250)
    )
    override_for(reader_for(cast.reid), cast.leo, cast.school, some(250))


def _file_full(cast: Cast, kind: str, some) -> Record:  # type: ignore[no-untyped-def]
    """Every column of words filled, two other pupils with accounts, and all that can be added."""
    declared = next(one for one in all_kinds() if one.slug == kind)
    detail = {
        name: some(field.max_length or 1500)
        for name, field in declared.form.base_fields.items()
        if isinstance(field, django_forms.CharField) and name in (declared.form._meta.fields or ())
        and not isinstance(field, django_forms.ChoiceField)
    }  # fmt: skip
    role, sam = declared.roles[0].slug, writer_of(cast, kind)
    rows = {
        table.slug: tuple(_row_of_words(table, cast, some) for _ in range(2))
        for table in declared.rows
    }
    made = draft(cast, kind, sam, cast.leo, words=some(6000), detail=detail)
    others = [who for who in made.involved if who.person != cast.leo]
    involved = (
        Involved(cast.leo, role, account=some(500), outcome=some(150)), *others,
    )  # fmt: skip
    if declared.roles[0].most is None:
        involved += (Involved(cast.jaden, role, account=some(500), outcome=some(150)),)
    record = file(cast, kind, sam, cast.leo, words=made.words, detail=detail,
                  involved=involved, rows=rows)  # fmt: skip
    amend_record(record, reader_for(sam), some(1500))
    lead = reader_for(cast.ahmed)
    add_reader(record, lead, cast.grant, some(250))
    if declared.keeps_files:
        attach(record, reader_for(sam), f"{some(60)}.jpg".replace("/", " "), photo())
        attach(record, reader_for(sam), "JadenKingsley_Grace.pdf", document())
    for action in Action.objects.filter(record=record, state="open"):
        if needs_a_ground(action):
            ground = action.record.declared.duty(action.duty).grounds[0]
            close_on_ground(action, lead, ground.slug, some(400))
        else:
            close_as_not_needed(action, lead, some(400))
    void_record(record, reader_for(sam), some(400))
    return record


def _row_of_words(table: Rows, cast: Cast, some) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    """A filled row in which every free text holds planted names."""
    (row,) = filled_rows_of(table, cast.school)
    texts = {
        column.name: some(column.max_length or 1500)
        for column in table.table._meta.concrete_fields
        if column.name in row and isinstance(column, CharField | TextField) and not column.choices
    }
    return {**row, **texts}


def photo() -> BytesIO:
    image, out = Image.new("RGB", (8, 8), "teal"), BytesIO()
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "Jaden Kingsley", "Grace Ng"  # description, artist
    image.save(out, "JPEG", exif=exif)
    out.seek(0)
    return out


XMP = (
    b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf='
    b'"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>Jaden Kingsley'
    b'</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def document() -> SimpleUploadedFile:
    """A PDF that names people everywhere but on its page."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "Jaden Kingsley", "/Title": "Zoë O’Brien", "/Subject": "Bo"})
    writer.add_attachment("Jaden Kingsley.txt", b"Will Hopper was here")
    writer.add_outline_item("Will Hopper", 0)
    writer.xmp_metadata = XMP
    writer.write(out)
    return SimpleUploadedFile("x.pdf", out.getvalue())


def surfaces(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Everything that can be read of a bundle, by what it is."""
    for name, body in opened(bundle).items():
        yield "file name", name
        if name.endswith((".json", ".csv", ".txt")):
            yield name, json_text(body) if name.endswith(".json") else body.decode()
        if name.endswith(".pdf"):
            reader = PdfReader(BytesIO(body))
            yield f"text of {name}", "\n".join(page.extract_text() for page in reader.pages)
            about = reader.root_object.get("/Metadata")
            xmp = about.get_object().get_data().decode() if about else ""
            yield f"metadata of {name}", f"{reader.metadata} {xmp}"
            yield f"names in {name}", f"{reader.attachments} {reader.outline}"
        if name.startswith("files/"):
            yield f"bytes of {name}", body.decode("latin-1")


def json_text(body: bytes) -> str:
    return "\n".join(_strings(json.loads(body)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


@pytest.mark.slow
def test_nothing_that_leaves_holds_a_planted_name(cast: Cast, written: list[str]) -> None:
    request = request_for(cast, cast.leo)
    decide_all(cast, request)
    bundle = ask_for_bundle(reader_for(cast.okafor), request)
    if bundle.state == "waiting":
        from handrail.sharing.making import make_waiting

        make_waiting()
        bundle.refresh_from_db()
    assert bundle.state == "ready", bundle.problem
    sought = set(written) | {"Kingsley", "Hopper", "Jaden King"}
    seen = list(surfaces(bundle))
    leaks = [
        (where, form) for where, text in seen for form in sought
        if (len(form) > 3 or not where.startswith("bytes")) and still_there(form, text)
    ]  # fmt: skip
    print(f"names planted: {len(written)}, cases tried: {len(sought) * len(seen)}, "
          f"leaks: {len(leaks)}, {clock.today()}")  # fmt: skip
    assert leaks == [], [(w, f, around(f, t)) for w, t in seen for x, f in leaks if x == w][:9]


def around(form: str, text: str) -> str:
    at = text.find(form)
    return text[max(0, at - 40) : at + 40]
