"""What a pupil and a home are told: in simple words, of this child alone."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from handrail.demo.cast import Cast
from handrail.feedback.for_home import home_report, lately
from handrail.learning.objectives import add_own_target
from handrail.people.models import Person
from handrail.records.reader import reader_for
from tests.learning.planning import mark_of, objective, plan_of
from tests.programmes.giving import measured, place_of, programme_of, session_of
from tests.programmes.test_pages import AFTER, BEFORE, client_of, page


def taught(cast: Cast) -> None:
    """Leo does one on his own after it was shown, and begins another."""
    one, two = objective(cast, "m4"), objective(cast, "m5")
    plan = plan_of(cast, objectives=[one, two])
    mark_of(cast, plan, cast.leo, 1, objective=one, help="shown")
    mark_of(cast, plan, cast.leo, 2, objective=one)
    mark_of(cast, plan, cast.leo, 0, objective=two)


def wants(cast: Cast, words: str) -> None:
    add_own_target(reader_for(cast.sam), cast.school, cast.leo, words)


def test_the_pupil_reads_what_they_can_do_work_on_and_what_helped(cast: Cast) -> None:
    taught(cast)
    wants(cast, "I want calm hands.")
    html = page("sam", f"/pupils/{cast.leo.uuid}/feedback/")
    can, rest = html.split('id="on"')
    working, helped = rest.split('id="helped"')
    assert objective(cast, "m4").text in can
    assert "On my own" in can
    assert objective(cast, "m5").text in working
    assert working.index("I want calm hands.") < working.index(objective(cast, "m5").text)
    assert "When somebody shows me first" in helped


def test_the_report_for_home_says_it_in_sentences_with_its_reading_age(cast: Cast) -> None:
    taught(cast)
    place = place_of(cast, programme_of(cast), cast.leo)
    measured(cast, place, BEFORE, AFTER)
    session_of(cast, [place])
    html = page("sam", f"/pupils/{cast.leo.uuid}/for-home/")
    for words in (
        "How Leo is getting on", "This needs no help now.", "This is new and still hard.",
        "Leo has extra help with staying calm.", "Leo came to 1 of 1 sessions.",
        "What we measure: Calls out. Before it began", "This has changed for the better.",
        "It helps when somebody shows it first.", "Automated Readability Index",
    ):  # fmt: skip
        assert words in html, words


def home(cast: Cast, who: str = "sam", **sent: str) -> Any:
    return client_of(who).post(f"/pupils/{cast.leo.uuid}/for-home/", {"weeks": "6", **sent})


def test_it_goes_as_a_tagged_pdf_and_as_plain_paragraphs(cast: Cast) -> None:
    taught(cast)
    file = PdfReader(BytesIO(home(cast, pdf="yes", words="He smiled a lot.").content))
    assert file.root_object["/MarkInfo"]["/Marked"]
    said = " ".join(one.extract_text() for one in file.pages)
    assert "He smiled a lot." in said
    assert "Reading age of this report: about" in said
    text = home(cast, text="yes", words="He smiled a lot.").content.decode()
    assert text.startswith("How Leo is getting on\n\n")
    assert "\n\nHe smiled a lot.\n\n" in text


def test_nothing_about_another_child_goes_home(cast: Cast) -> None:
    taught(cast)
    wants(cast, "I want to sit beside Amina.")
    wants(cast, "I want to read to Leo’s dad.")
    report = home_report(reader_for(cast.sam), cast.school, cast.leo, lately(6))
    assert report.left_out == ["“I want to sit beside Amina.”"]
    assert "Amina" not in report.text
    assert "dad" in report.text


def test_words_that_name_another_child_come_back_whole(cast: Cast) -> None:
    answer = home(cast, pdf="yes", words="He and Jaden shared well.")
    html = answer.content.decode()
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (422, "text/html")
    assert "“Jaden” may be somebody else’s name. Say it without." in html
    assert "He and Jaden shared well.</textarea>" in html
    assert "Jaden" not in html.split("<article")[1]


def test_words_are_not_lost_when_the_session_ends(cast: Cast) -> None:
    client, path = client_of("sam"), f"/pupils/{cast.leo.uuid}/for-home/"
    client.post("/lock/")
    client.post(path, {"author": str(cast.sam.uuid), "words": "Typed before.", "weeks": "6"})
    client.post("/lock/", {"password": "spring-lane-demo"})
    assert "Typed before.</textarea>" in client.get(path).content.decode()


@pytest.mark.parametrize("tail", ["feedback/", "for-home/"])
def test_a_colleague_sees_nothing_of_their_own_child(cast: Cast, tail: str) -> None:
    bo: Person = cast.bo
    assert client_of("ahmed").get(f"/pupils/{bo.uuid}/{tail}").status_code == 404
