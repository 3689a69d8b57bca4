"""`handrail evidence`: what it prints, and how it says what is wrong with a file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handrail.cli.main import main
from handrail_evidence import judge, read_text
from handrail_evidence.console import main as alone
from handrail_evidence.trend import randomisation

GOOD = """series_id,condition,session,outcome,direction,scale,goal
Leo calling out,A,1,9,decrease,count,2
Leo calling out,A,2,7,decrease,count,2
Leo calling out,A,3,8,decrease,count,2
Leo calling out,A,4,9,decrease,count,2
Leo calling out,A,5,6,decrease,count,2
Leo calling out,B,6,3,decrease,count,2
Leo calling out,B,7,,decrease,count,2
Leo calling out,B,8,2,decrease,count,2
Leo calling out,B,9,4,decrease,count,2
Leo calling out,B,10,3,decrease,count,2
Leo calling out,B,11,2,decrease,count,2
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "leo.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_script_reads_every_measure(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", str(file), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    names = ["series_id", "statistic", "value", "se", "lo", "hi", "recipe", "warnings"]
    assert all(list(figure) == names for figure in figures)
    nap = next(figure for figure in figures if figure["statistic"] == "NAP")
    assert (nap["series_id"], nap["value"], nap["hi"]) == ("Leo calling out", 1.0, 1.0)


def test_whoever_stops_reading_half_way_gets_no_traceback(tmp_path: Path) -> None:
    heading, *rows = GOOD.splitlines()
    many = [row.replace("Leo", f"Leo {n}") for n in range(40) for row in rows]
    (tmp_path / "many.csv").write_text("\n".join([heading, *many]), encoding="utf-8")
    words = [sys.executable, "-m", "handrail_evidence", str(tmp_path / "many.csv"), "--json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert (process.stderr.read(), process.wait(60)) == (b"", 0)


def test_people_read_a_verdict_and_what_to_beware_of(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evidence", str(file)]) == 0
    out = capsys.readouterr().out
    assert "Changed for the better." in out
    assert "5 before and 5 with support; 1 missed" in out
    assert "Beware: 1 of 11 sessions were missed." in out
    assert "NAP" in out
    assert "Parker & Vannest 2009" in out, "no number without its recipe"
    assert "proved" not in out


def test_a_number_that_says_nothing_is_named_below_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With two baseline points the reference's SMD is 0 whatever changed, its interval too."""
    rows = ["Leo,A,0,2", "Leo,A,1,3", "Leo,B,2,9", "Leo,B,3,8", "Leo,B,4,9"]
    path = tmp_path / "two.csv"
    path.write_text("\n".join(["series_id,condition,session,outcome", *rows]))
    assert main(["evidence", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Beware of SMD. With two baseline points its correction leaves nothing" in said
    assert said.count("No direction was given") == 1  # what holds of all stands above, once


def test_the_engine_alone_says_the_same(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["evidence", str(file), "--json"])
    ours = capsys.readouterr().out
    assert alone([str(file), "--json"]) == 0
    assert capsys.readouterr().out == ours


BAD = """series_id,condition,session,outcome,direction
Leo,A,1,9,decrease
Leo,A,two,7,decrease
Leo,A,3,many,decrease
Leo,?,4,1e999,sideways
,B,5,3,decrease
Leo,B,6,NA,increase
Leo,B,7
"""


def test_every_bad_cell_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(BAD, encoding="utf-8")
    assert main(["evidence", str(path), "--json"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    places = [(error["line"], error["column"], error["value"]) for error in said["errors"]]
    assert places == [
        (3, "session", "two"), (4, "outcome", "many"), (5, "condition", "?"),
        (5, "outcome", "1e999"), (5, "direction", "sideways"), (6, "series_id", ""),
        (7, "outcome", "NA"), (7, "direction", "increase"), (8, "", ""),
    ]  # fmt: skip
    assert {error["file"] for error in said["errors"]} == {"bad.csv"}
    assert main(["evidence", str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "bad.csv, line 3, session, 'two': This must be a number, as in 3 or 2.5." in told.err
    assert told.err.rstrip().endswith("Nothing was worked out: 9 things are wrong.")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (b"series_id,condition\n", "There is no column called session."),
        (b"series_id,condition,session,outcome\n", "There is no line below"),
        (b"series_id,condition,session,outcome\n\xff\xfe", "not text in UTF-8"),
        (b'series_id,condition,session,outcome\n"Leo,A,1,2\n', "not proper CSV"),
        (b"series_id;condition;session;outcome\nLeo;A;1;2\n", "parted by semicolons. Save"),
        (b"series_id,condition,session,outcome,outcome\nLeo,A,1,2,3\n", "there twice"),
    ],
)
def test_a_file_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    assert main(["evidence", str(path)]) == 2
    assert words in capsys.readouterr().err


def test_no_file_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", str(tmp_path / "none.csv")]) == 2
    assert "cannot be read: No such file" in capsys.readouterr().err
    assert main(["evidence", str(tmp_path)]) == 2


def test_words_for_conditions_and_a_mark_at_the_front_are_understood() -> None:
    text = "\ufeffSeries_ID,condition,session,outcome,note\nLeo,baseline,1,2,x\nLeo,b1,2.5,3,y\n"
    [series] = read_text(text.lstrip("\ufeff")).series
    assert [phase.condition for phase in series.phases] == ["A", "B1"]
    assert series.notes == ("No direction was given, so more is taken to be better.",)


def test_what_a_series_is_need_not_stand_on_every_line() -> None:
    text = GOOD.splitlines()
    blanked = [*text[:2], *(line.replace("decrease,count,2", ",,") for line in text[2:])]
    [series] = read_text("\n".join(blanked)).series
    assert (series.direction, series.scale, series.goal) == ("decrease", "count", 2.0)


LONG = "series_id,condition,session,outcome,scale,session_length_min"


def long(*rows: tuple[str, int, int, int]) -> str:
    """A file of (condition, session, outcome, minutes)."""
    return "\n".join([LONG, *(f"Leo,{c},{t},{y},count,{m}" for c, t, y, m in rows)])


def test_sessions_that_were_not_equally_long_are_read_and_named() -> None:
    before = [("A", day, 3, 10) for day in range(1, 6)]
    after = [("B", day, 9, 20 if day == 8 else 10) for day in range(6, 11)]
    [series] = read_text(long(*before, *after)).series
    assert series.session_length_min == 11
    said = "The sessions were not equally long (10 to 20 minutes); the mean, 11, was used."
    assert said in series.notes
    judgement = judge(series)
    assert judgement.verdict == "cannot tell yet"
    assert judgement.reason == "Sessions were not all equally long."
    [alike] = read_text(long(*before, *((c, t, y, 10) for c, t, y, _ in after))).series
    assert judge(alike).verdict == "changed"


def test_lines_in_no_order_make_the_phases_that_their_numbers_say() -> None:
    """A number may come twice (measured twice that day) as long as it is of one condition."""
    rows = [
        ("B", 6, 1, 5),
        ("A", 2, 3, 5),
        ("A", 1, 3, 5),
        ("B", 5, 1, 5),
        ("A", 2, 4, 5),
        ("A", 3, 3, 5),
    ]
    [series] = read_text(long(*rows)).series
    assert [(phase.condition, phase.sessions) for phase in series.phases] == [
        ("A", [1, 2, 2, 3]), ("B", [5, 6]),
    ]  # fmt: skip
    again = [(c, t, 3, 5) for c in "ABAB" for t in (1, 2, 3)]
    [series] = read_text(long(*again)).series
    assert len(series.phases) == 4
    said = "Session numbers come twice, so the order of the lines made the phases: A, B, A, B."
    assert said in series.notes


def test_what_is_compared_with_nothing_is_named() -> None:
    rows = [(c, t, 3, 5) for t, c in enumerate("AABBCCF")]
    [series] = read_text(long(*rows)).series
    said = (
        "What was recorded under C (sessions 4 to 5), F (sessions 6 to 6) is compared with nothing."
    )
    assert said in series.notes


def test_tiny_numbers_are_told_apart_in_a_drawn_start() -> None:
    """1 in 7: the real start has the largest change, though all changes are below a billionth."""
    made = randomisation(
        [y * 1e-11 for y in (1, 2, 1, 2, 1, 2)], [y * 1e-11 for y in (9, 8, 9, 8, 9, 8)], 3
    )
    assert made
    assert (made.p, made.starts) == (1 / 7, 7)
