"""Hostile forms: whatever is sent, there is a page with a sentence, never a fault of ours."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.people.models import User
from tests.counting import often

TEXT = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", "\x00", "'; DROP TABLE records_record; --", "<script>alert(1)</script>", "{{ 7*7 }}",
         "=cmd|'/c calc'!A1", "9" * 400, "-1", "1e309", "NaN", "2026-02-31", "٣", "\u202egnp.exe",
         "../../etc/passwd", "%00", "true", "[]", "\ud7ff", "A" * 30_000]
    ),
)  # fmt: skip
TRIED = {"forms": 0}


def fields(cast: Cast) -> st.SearchStrategy[dict[str, Any]]:
    """A sheet in which anything may be anything; some of it right, so that it gets further."""
    from handrail.school.models import Word

    seen = str(Word.objects.get(school=cast.school, list="behaviour.seen", slug="refused").uuid)
    right = {
        "kind": ["behaviour", "concern", "contact"],
        "who": [str(cast.leo.uuid)],
        "behaviour-seen": [seen],
        "when": ["now", "earlier"],
        "precision": ["day"],
        "behaviour-also": ["concern", "first_aid"],
        f"behaviour-role-{cast.leo.uuid}": ["affected"],
    }
    names = (*right, "uuid", "author", "for", "day", "time", "place", "behaviour-words", "restrict",
             "behaviour-minutes", "behaviour-group", "concern-words", "contact-with_whom",
             "concern-who", "behaviour-level", "look_up", "first_aid-treated_at")  # fmt: skip
    return st.fixed_dictionaries(
        {},
        optional={name: st.one_of(TEXT, st.sampled_from(right.get(name, [""]))) for name in names},
    )


@pytest.mark.django_db
@pytest.mark.slow
def test_hostile_sheets_get_a_sentence_and_lose_no_word(cast: Cast) -> None:
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(username="sam"))

    @settings(max_examples=often(50, 2_000), deadline=None, suppress_health_check=list(HealthCheck))
    @given(fields(cast))
    def send(data: dict[str, Any]) -> None:
        TRIED["forms"] += 1
        answer = client.post("/log/", data)
        assert answer.status_code in {200, 302, 422}
        typed = data.get("behaviour-words", "").strip()
        begun_here = data.get("author", "") in {"", str(cast.sam.uuid)}
        if answer.status_code == 422 and begun_here and typed.isascii() and typed.isalnum():
            assert typed in answer.content.decode()

    send()
    print(f"forms tried: {TRIED['forms']}, faults: 0")


@pytest.mark.django_db
def test_hostile_questions_and_marks_never_break_a_list(cast: Cast) -> None:
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(username="okafor"))
    places = ("/find/", "/pupils/", "/alerts/", f"/pupils/{cast.leo.uuid}/", "/log/", "/log/who/",
              "/school/words/", "/school/staff/", "/school/timetable/")  # fmt: skip

    @settings(max_examples=often(40, 600), deadline=None, suppress_health_check=list(HealthCheck))
    @given(TEXT, TEXT, st.sampled_from(places))
    def ask(one: str, two: str, place: str) -> None:
        query = {"q": one, "after": two, "kind": two, "group": one, "year": two, "list": two,
                 "pupil": one, "for": two, "day": one}  # fmt: skip
        assert client.get(place, query).status_code in {200, 404}

    ask()


@pytest.mark.django_db
@pytest.mark.slow
def test_hostile_reasons_are_refused_or_kept_as_text(cast: Cast) -> None:
    from tests.filing import file

    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(username="sam"))

    @settings(max_examples=often(15, 400), deadline=None, suppress_health_check=list(HealthCheck))
    @given(TEXT, st.sampled_from(["amend", "void", "share"]))
    def send(text: str, act: str) -> None:
        record = file(cast, "note", cast.sam, cast.leo, uuid=new_uuid())
        data = {"words": text, "reason": text, "why": text, "person": text}
        assert client.post(f"/records/{record.uuid}/{act}/", data).status_code in {302, 422}
        assert b"<script>alert" not in client.get(f"/records/{record.uuid}/").content

    send()
