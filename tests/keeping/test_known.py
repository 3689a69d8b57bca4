"""A break that is known hides no other: one changed letter more, anywhere, is a new break."""

import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from handrail.demo.cast import Cast
from handrail.keeping.known import (
    Known,
    acknowledge,
    apart,
    join,
    known_breaks,
    known_file,
    why_not_all,
)
from handrail.records.attaching import path_of
from handrail.records.models import Attachment, Record, Revision
from handrail.records.verifying import Break, verify_school
from tests.filing import file

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings: object) -> Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def breaks(cast: Cast) -> list[Break]:
    return list(verify_school(cast.school).breaks)


def know(cast: Cast) -> None:
    for one in apart(breaks(cast))[0]:
        acknowledge(one.seen, str(cast.school.uuid), one.said, "Mrs Okafor (okafor)", "A fire")


def new(cast: Cast) -> list[str]:
    return [one.what for one in apart(breaks(cast))[0]]


def test_known_is_one_break_as_it_was_seen(cast: Cast, home: Path) -> None:
    one, two = (file(cast, "note", cast.sam, cast.leo, words=f"Note {n}.") for n in range(2))
    rows, texts = Record.everything.filter, Revision.objects.filter
    rows(pk=one.pk).update(words="Changed.")
    assert new(cast) == ["The record was changed since."]
    know(cast)
    assert (new(cast), len(apart(breaks(cast))[1])) == ([], 1)
    rows(pk=one.pk).update(words="Changed once more.")
    assert new(cast) == ["The record was changed since."]  # the same place, another find
    rows(pk=one.pk).update(words="Changed.")
    rows(pk=two.pk).update(words="Changed.")
    assert new(cast) == ["The record was changed since."]  # the same find, another place
    know(cast)
    assert new(cast) == []
    texts(record=two).update(body="{}")
    assert new(cast) == ["The kept text was changed."]
    know(cast)
    texts(record=two).update(body="{ }")
    assert new(cast) == ["The kept text was changed."]
    texts(record=one).delete()
    assert "A revision is missing from the chain." in new(cast)
    know(cast)
    assert new(cast) == []
    file(cast, "note", cast.sam, cast.leo)  # the school works on, and the same stays known
    assert new(cast) == []
    texts(record=two).update(body="{}", body_hash="x")  # behind a break that hides its own text
    assert new(cast) != []
    assert len({one.seen for one in known_breaks()}) == len(known_breaks())


def test_known_loss_of_a_file_covers_no_other(cast: Cast, home: Path) -> None:
    from io import BytesIO

    from handrail.records.attaching import attach
    from handrail.records.reader import reader_for
    from tests.records import pictures

    record = file(cast, "note", cast.sam, cast.leo)
    for size in ((5, 5), (6, 6)):
        photo = BytesIO(pictures.photo("PNG", size=size))
        attach(record, reader_for(cast.sam), "note.png", photo)
    first, second = Attachment.objects.order_by("pk")
    path = Path(default_storage.path(path_of(first)))
    whole = path.read_bytes()
    path.unlink()
    know(cast)
    assert (new(cast), known_breaks()[0].told.endswith("acknowledged it: A fire.")) == ([], True)
    path.write_bytes(whole + b"x")
    assert new(cast) == ["An attachment was changed on the disk."]
    path.unlink()
    Path(default_storage.path(path_of(second))).unlink()
    assert new(cast) == ["An attachment is missing from the disk."]


def test_list_that_was_changed_by_hand_counts_up_to_there(home: Path) -> None:
    for number in range(3):
        acknowledge(f"{number}", "", "A break.", "Mrs Okafor", "A fire")
    assert (why_not_all(), [one.seen for one in known_breaks()]) == ("", ["0", "1", "2"])
    lines = known_file().read_text().splitlines()
    row = json.loads(lines[1])
    lines[1] = json.dumps({**row, "seen": "another"})
    known_file().write_text("\n".join(lines) + "\n")
    assert [one.seen for one in known_breaks()] == ["0"]
    assert "was changed by hand at line 2" in why_not_all()
    acknowledge("3", "", "A break.", "Mrs Okafor", "A fire")
    assert (why_not_all(), [one.seen for one in known_breaks()]) == ("", ["0", "3"])
    assert len(list(home.glob("known-breaks.*.changed"))) == 1
    known_file().write_text("[1]\n")
    assert known_breaks() == []


def test_a_restore_takes_a_longer_list_and_never_a_shorter(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    folder.mkdir()
    join(folder)
    first: Known = acknowledge("0", "", "A break.", "Mrs Okafor", "A fire")
    short = known_file().read_text()
    acknowledge("1", "", "A break.", "Mrs Okafor", "A fire")
    long = known_file().read_text()
    known_file(folder).write_text(short)
    join(folder)
    assert known_file().read_text() == long
    known_file().write_text(short)
    known_file(folder).write_text(long)
    join(folder)
    assert (known_file().read_text(), known_breaks()[0]) == (long, first)
