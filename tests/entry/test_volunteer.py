"""Log-only means log-only: every post by every verb, on what is theirs, given and others' (B11)."""

from typing import Any

import pytest

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.entry.tokens import make_token, token_of
from handrail.people.models import Post
from handrail.records.amending import add_reader
from handrail.records.models import AccessEntry, Action, Override, Record
from handrail.records.reader import reader_for
from handrail.school.models import Word
from tests.entry.going_in import go_in
from tests.filing import file

VERBS = ("log", "read", "amend", "attach", "void", "share", "set aside")
WHOSE = ("own", "given", "others")
MAY = {  # what a volunteer may do; everything else changes nothing
    "own": {"log", "read", "amend", "attach", "void"},
    "given": {"read"},
    "others": set(),
}
PASTORAL = {"ahmed", "price", "okafor", "khan", "grant"}


@pytest.fixture
def records(cast: Cast) -> dict[str, Record]:
    level = {"level": ("level-3",)}
    made = {
        "own": file(cast, "behaviour", cast.tilly, cast.bo, pick=level),
        "given": file(cast, "behaviour", cast.reid, cast.bo, pick=level),
        "others": file(cast, "behaviour", cast.reid, cast.yusuf, pick=level),
    }
    why = "She was there and helped"
    add_reader(made["given"], reader_for(cast.khan), cast.tilly, why)
    return made


def do(client: Any, verb: str, record: Record, cast: Cast) -> bool:
    """Try one verb by the pages; whether it did anything."""
    path = f"/records/{record.uuid}/"
    before = state_of(record)
    if verb == "log":
        count = Record.everything.count()
        client.post("/log/", note_about(cast))
        return Record.everything.count() > count
    if verb == "read":
        reads = AccessEntry.objects.count()
        return client.get(path).status_code == 200 and AccessEntry.objects.count() > reads
    action = record.actions.filter(state=Action.State.OPEN).first()
    sent: dict[str, tuple[str, dict[str, Any]]] = {
        "amend": (f"{path}amend/", {"words": "One more thing that I saw"}),
        "attach": (f"{path}files/", {"files": a_picture()}),
        "void": (f"{path}void/", {"reason": "Filed on the wrong child"}),
        "share": (f"{path}share/", {"person": str(cast.lee.uuid), "why": "Works with him daily"}),
        "set aside": (f"/actions/{action.uuid if action else record.uuid}/set-aside/",
                      {"because": "Done by telephone"}),
    }  # fmt: skip
    client.post(*sent[verb])
    return state_of(record) != before


def note_about(cast: Cast) -> dict[str, Any]:
    return {
        "uuid": str(new_uuid()), "author": str(cast.tilly.uuid), "who": [str(cast.bo.uuid)],
        "kind": "note", "when": "now", "note-words": "Shared his blocks with Yusuf.",
        "note-context": [str(Word.objects.get(list="note.context", slug="settled-well").uuid)],
    }  # fmt: skip


def a_picture() -> Any:
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (4, 4), "green").save(buffer, "PNG")
    return SimpleUploadedFile("a.png", buffer.getvalue(), "image/png")


def state_of(record: Record) -> tuple[Any, ...]:
    record.refresh_from_db()
    return (record.state, record.amendments.count(), record.attachments.count(),
            record.audience.count(), record.actions.filter(state="open").count())  # fmt: skip


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("verb", VERBS)
def test_a_volunteer_logs_and_reads_what_is_given_and_does_nothing_else(
    cast: Cast, records: dict[str, Record], settings: Any, tmp_path: Any, whose: str, verb: str
) -> None:
    settings.MEDIA_ROOT = tmp_path
    if verb == "log" and whose != "own":
        return  # logging is on nobody's record
    done = do(go_in("tilly"), verb, records[whose], cast)
    assert done is (verb in MAY[whose])


@pytest.mark.parametrize("verb", VERBS[1:])
def test_the_same_verbs_work_for_whose_post_has_them(
    cast: Cast, records: dict[str, Record], settings: Any, tmp_path: Any, verb: str
) -> None:
    """So that the table above cannot pass because nothing works for anybody."""
    settings.MEDIA_ROOT = tmp_path
    assert all(do(go_in(name), verb, records["others"], cast) for name in ("khan",))


def test_a_volunteer_looks_at_no_other_pupil_and_makes_no_token(cast: Cast) -> None:
    tilly = go_in("tilly")
    for pupil in (cast.leo, cast.bo):
        tilly.post(f"/pupils/{pupil.uuid}/look/", {"why": "I would like to know more"})
    assert not Override.objects.exists()
    tilly.post("/me/", {"program": "A robot", "scope": ["records:read"]})
    assert not cast.tilly.tokens.exists()
    assert token_of(make_token(cast.tilly, "made before", ["records:read"])[1]) is None


def test_the_supervisor_is_shown_today_what_was_logged_and_no_more(cast: Cast) -> None:
    file(cast, "note", cast.tilly, cast.bo, words="Shared his blocks with Yusuf.")
    file(cast, "concern", cast.tilly, cast.bo, words="xyzzy he said")
    reid = go_in("reid").get("/").content.decode()
    assert "Logged today by whom you supervise" in reid
    assert "Shared his blocks" in reid
    assert "xyzzy" not in reid
    assert reid.count('class="entry"') == 1
    assert "Logged today by whom" not in go_in("lee").get("/").content.decode()
    clock.advance(clock.timedelta(days=1))
    assert "Logged today by whom" not in go_in("reid").get("/").content.decode()


def test_the_administrator_names_the_supervisor(cast: Cast) -> None:
    office, path = go_in("office"), f"/school/staff/{cast.tilly.uuid}/"
    post = Post.objects.get(person=cast.tilly)
    office.post(path, {"supervised": post.pk, "supervisor": str(cast.lee.uuid)})
    post.refresh_from_db()
    assert post.supervisor == cast.lee
    office.post(path, {"supervised": post.pk, "supervisor": str(cast.tilly.uuid)})
    post.refresh_from_db()
    assert post.supervisor == cast.lee
