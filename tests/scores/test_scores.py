"""Scores from a file: all or nothing, with every bad cell; who sees them; what a change means."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.people.models import Pupil
from handrail.records.beside import said_of, tables_of
from handrail.records.reader import reader_for
from handrail.scores.bringing import BadRows, bring_scores
from handrail.scores.forgetting import forget_scores
from handrail.scores.models import Batch, Score
from handrail.scores.reading import NOBODY
from handrail.scores.standing import series_of
from tests.programmes.test_pages import client_of, page
from tests.scores.bringing import SAID, batch_of, brought, lines

TOTALS = "Of a licensed instrument only totals are kept. Leave the part out."


def bad_in(cast: Cast, *rows: tuple[object, ...], **more: Any) -> list[tuple[int, str, str, str]]:
    with pytest.raises(BadRows) as found:
        bring_scores(reader_for(cast.patel), batch_of(cast, **more), lines(*rows))
    assert (Batch.objects.count(), Score.objects.count()) == (0, 0)
    return [(one.line, one.column, one.value, one.reason) for one in found.value.bad]


def test_a_file_comes_in_by_upn_and_by_number(cast: Cast) -> None:
    Pupil.objects.filter(person=cast.leo).update(upn="A123456789012")
    brought(cast, cast.patel, ("a123456789012", "02/11/2026", "88", ""),
            (cast.amina.uuid, "2026-11-03", "101.5", ""))  # fmt: skip
    rows = Score.objects.order_by("date").values_list("pupil", "date", "value")
    assert list(rows) == [(cast.leo.pk, date(2026, 11, 2), 88), (cast.amina.pk, date(2026, 11, 3),
                                                                 101.5)]  # fmt: skip


def test_every_bad_cell_is_named_and_nothing_is_kept(cast: Cast) -> None:
    leo = cast.leo.uuid
    assert bad_in(
        cast, (leo, "2026-11-02", 88, ""), (leo, "31/02/2026", "high", ""),
        ("", "2026-11-02", 300, "Words"), (leo, "2026-12-01", "1e999", ""),
        (leo, "02/11/2026", 90, ""),
    ) == [
        (3, "date", "31/02/2026", "This is not a date such as 23/11/2026."),
        (3, "score", "high", "This is not a number."),
        (4, "pupil", "", "Say whose score it is."),
        (4, "score", "300", "The scores go from 40 to 160."),
        (4, "part", "Words", TOTALS),
        (5, "date", "2026-12-01", "This day has not come yet."),
        (5, "score", "1e999", "This is not a number."),
        (6, "pupil", str(leo), "The same pupil, day and part stand on line 2."),
    ]  # fmt: skip


def test_of_a_licensed_instrument_only_totals_come_in(cast: Cast) -> None:
    row = (cast.leo.uuid, "2026-11-02", 88, "Item 1")
    assert bad_in(cast, row) == [(2, "part", "Item 1", TOTALS)]
    brought(cast, cast.patel, row, licensed=False)
    assert Score.objects.get().part == "Item 1"


def test_a_pupil_who_is_not_the_readers_is_as_good_as_none(cast: Cast) -> None:
    """Of another class, of nobody, and of one's own: the same words."""
    for number in (cast.yusuf.uuid, new_uuid()):
        row = (number, "2026-11-02", 88, "")
        assert bad_in(cast, row) == [(2, "pupil", str(number), NOBODY)]


def test_what_stands_already_does_not_come_in_twice(cast: Cast) -> None:
    kept = brought(cast)
    with pytest.raises(BadRows) as found:
        brought(cast, cast.khan, instrument="single WORD reading")
    assert found.value.bad[0].reason == "There is a score of this pupil and day already."
    client_of("khan").post(f"/scores/{kept.uuid}/withdraw/", {"because": "The wrong form was used"})
    brought(cast, cast.khan)
    assert Score.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"", "The first line must hold"), (b"pupil,date,score\n", "There are no scores"),
     (b"name,score\nLeo,3\n", "The first line must hold"), (b"\xff\xfe\x00", "The letters of"),
     (b'pupil,date,score\n"x', "This line is not CSV"),
     (b"pupil,date,score,answers\n", "There is no such column")],
)  # fmt: skip
def test_a_file_that_is_none_is_said(cast: Cast, body: bytes, reason: str) -> None:
    with pytest.raises(BadRows) as found:
        bring_scores(reader_for(cast.patel), batch_of(cast), body)
    assert found.value.bad[0].reason.startswith(reason)


def sent(cast: Cast, body: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile("scores.csv", body, "text/csv")
    data = {**SAID, "number": str(new_uuid()), "file": file, **more}
    return client_of("patel").post("/scores/", data)


def test_the_page_brings_a_file_in_and_shows_a_bad_one_with_what_was_said(cast: Cast) -> None:
    answer = sent(cast, lines((cast.leo.uuid, "2026-11-02", "<b>", "")))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was kept: 1 cell to put right" in html
    assert "&lt;b&gt;" in html
    assert 'value="Single word reading"' in html
    number, body = str(new_uuid()), lines((cast.leo.uuid, "2026-11-02", 88, ""))
    for _ in range(2):
        assert sent(cast, body, number=number).status_code == 302
    assert Score.objects.get().value == 88


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"instrument": " "}, "Say which test"), ({"highest": "40"}, "lies above the lowest"),
     ({"reliability": ""}, "or neither"), ({"reliability": "1.2"}, "above 0 and below 1"),
     ({"spread": "0"}, "lies above 0"), ({"norms_of": "2030-01-01"}, "has not come yet"),
     ({"sort": "magic"}, "Choose what sort of score it is")],
)  # fmt: skip
def test_what_is_said_wrong_of_an_instrument_comes_back(
    cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    answer = sent(cast, lines((cast.leo.uuid, "2026-11-02", 88, "")), **wrong)
    assert (answer.status_code, Batch.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("first", "last", "more", "said"),
    [
        # 1.96 x 15 x sqrt(2 (1 - 0.9)) = 13.1
        (80, 94, {}, "Changed for the better, by more than chance easily makes (13.1)."),
        (80, 93, {}, "Cannot tell yet: that may be chance. It would take a change of 13.1."),
        (94, 80, {}, "Changed for the worse, by more than chance easily makes (13.1)."),
        (80, 94, {"direction": "decrease"}, "Changed for the worse, by more than chance"),
        (80, 94, {"spread": None, "reliability": None}, "is not known for this instrument"),
    ],
)  # fmt: skip
def test_a_change_is_held_against_chance(
    cast: Cast, first: int, last: int, more: dict[str, Any], said: str
) -> None:
    leo = cast.leo.uuid
    brought(cast, cast.patel, (leo, "2026-09-07", first, ""), (leo, "2026-11-02", last, ""),
            **{"spread": 15, "reliability": 0.9, **more})  # fmt: skip
    assert said in page("sam", f"/pupils/{leo}/scores/")


def test_two_versions_are_not_compared(cast: Cast) -> None:
    for day, version in (("2026-09-07", "Form A"), ("2026-11-02", "Form B")):
        brought(cast, cast.patel, (cast.leo.uuid, day, 90, ""), version=version)
    [one] = series_of(cast.leo, cast.school)
    assert "so the two are not compared" in one.sentence


def test_scores_go_out_with_subject_access_and_the_export_and_end_with_learning(
    cast: Cast,
) -> None:
    brought(cast)
    said = [one.text for one in said_of(cast.leo, cast.school) if one.label == "Score"]
    assert said == ["Single word reading, Form B: standard score 88 on 2 November 2026, brought in "
                    "by Mr Patel"]  # fmt: skip
    assert not [one for one in said_of(cast.leo, cast.school, until=date(2026, 11, 1))
                if one.label == "Score"]  # fmt: skip
    columns, rows = tables_of(cast.school)["scores.csv"]
    assert [str(row[1]) for row in rows] == [str(cast.leo.uuid)]
    assert columns[1] == "pupil"
    forget_scores(cast.leo, cast.school.pk)
    assert (Score.objects.count(), Batch.objects.count()) == (0, 0)


def test_a_colleague_sees_nothing_of_their_own_child(cast: Cast) -> None:
    brought(cast, cast.okafor, (cast.bo.uuid, "2026-11-02", 88, ""))
    assert client_of("ahmed").get(f"/pupils/{cast.bo.uuid}/scores/").status_code == 404
    assert client_of("khan").get(f"/pupils/{cast.bo.uuid}/scores/").status_code == 200
