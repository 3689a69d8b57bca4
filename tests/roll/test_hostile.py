"""Whatever bytes come, the reader gives a bundle or a refusal with a sentence, never a crash."""

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handrail.roll.faults import RollRefused
from tests.roll.making import as_bytes, read, roster

FORMATS = ("oneroster", "csv", "sds")
NASTY = st.sampled_from(
    ["", '"', "=1+1", "\x00", "ZoÃ«", "\ufeff", "31/02/2016", "4.47E+11", "٣/٤/٢٠١٦", "99999",
     "0000-00-00", "9999-99-99", "{UPN:}", "{UPN:A}", ",,,", "p1", "\u202e", "😀" * 200, "1" * 300,
     "-0", "1/1/0001", "1e999", "²", "NaN", "true", "tobedeleted", "student", "sch", "\r", "\t"]
)  # fmt: skip
CELL = st.one_of(NASTY, st.text(max_size=30))
ROWS = st.lists(st.lists(CELL, max_size=20), max_size=6)


def try_reading(name: str, data: bytes) -> None:
    """Read bytes as every format; each fault that comes out has a sentence."""
    with tempfile.TemporaryDirectory() as where:
        path = Path(where) / name
        path.write_bytes(data)
        for fmt in FORMATS:
            assert all(reason.endswith((".", "?")) for reason in reasons(path, fmt))


def reasons(path: Path, fmt: str) -> list[str]:
    """What the reader says: of the whole file, or of its rows."""
    try:
        return [fault.reason for fault in read(path, fmt).faults]
    except RollRefused as refused:
        return [refused.fault.reason]


def a_zip(files: dict[str, str | bytes]) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, as_bytes(data))
    return store.getvalue()


@given(st.binary(max_size=2_000))
@example(b"PK\x03\x04")
@example(b"PK\x05\x06" + b"\0" * 18)
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
def test_any_bytes(data: bytes) -> None:
    try_reading("roll.zip", data)
    try_reading("roll.csv", data)


@given(st.data())
@settings(max_examples=60)
def test_a_zip_with_some_bytes_changed(data: st.DataObject) -> None:
    whole = bytearray(a_zip(roster()))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=12)):
        whole[place] = data.draw(st.integers(0, 255))
    try_reading("roll.zip", bytes(whole[: data.draw(st.integers(0, len(whole)))]))
    try_reading("roll.zip", bytes(whole))


@given(name=st.sampled_from(sorted(roster())), rows=ROWS, keep=st.booleans())
@settings(max_examples=150)
def test_any_cells_in_any_file_of_a_roster(name: str, rows: list[list[str]], keep: bool) -> None:
    text = as_bytes(roster()[name]).decode()
    head = text if keep else text.split("\n", 1)[0]
    spoilt = head + "\n" + "\n".join(",".join(row) for row in rows)
    data = spoilt.encode("utf-8", "surrogatepass")
    try_reading("roll.zip", a_zip({**roster(), name: data}))


@given(rows=ROWS, heading=st.lists(st.sampled_from(
    ["id", "upn", "first_name", "surname", "birth_date", "year", "NC Year", "class", "phone",
     "sen_provision", "leaving_date", "password", "", "x"]), max_size=14))  # fmt: skip
@settings(max_examples=150)
def test_any_cells_in_a_list_of_pupils(rows: list[list[str]], heading: list[str]) -> None:
    store = io.StringIO()
    store.write(",".join(heading) + "\n")
    store.writelines(",".join(row) + "\n" for row in rows)
    try_reading("roll.csv", store.getvalue().encode("utf-8", "surrogatepass"))


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.binary(max_size=50)), max_size=5))
def test_any_names_in_a_zip(members: list[tuple[str, bytes]]) -> None:
    try:
        data = a_zip({name.replace("\x00", "_"): content for name, content in members})
    except (UnicodeEncodeError, ValueError):
        return
    try_reading("roll.zip", data)


@pytest.mark.parametrize("name", sorted(roster()))
def test_any_file_may_be_missing_or_empty(name: str, tmp_path: Path) -> None:
    files = dict(roster())
    for data in (b"", b"\n", b"\n\n\n", b",", b'""', None):
        if data is None:
            del files[name]
        else:
            files[name] = data
        try_reading("roll.zip", a_zip(files))
