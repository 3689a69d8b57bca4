"""The API goes through the same doors as the pages, and gives away no more."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from handrail.api.models import SentOnce
from handrail.api.sending import forget_old
from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.demo.phones import give_phones
from handrail.entry.tokens import SCOPES, make_token, revoke
from handrail.people.models import Person, Post, User
from handrail.records.models import AccessEntry, Action, Record
from handrail.school.models import School, Word
from tests.filing import file

API = "/api/v1"


class Caller:
    """A program with a token, as whoever made it."""

    def __init__(self, person: Person, *scopes: str, **more: Any) -> None:
        self.token, secret = make_token(person, "test", list(scopes or SCOPES), **more)
        self.head = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
        self.client = Client()

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"{API}{path}", query, **self.head)

    def post(self, path: str, body: Any, key: Any = None) -> Any:
        head = {**self.head, "HTTP_IDEMPOTENCY_KEY": str(key or new_uuid())}
        return self.client.post(f"{API}{path}", body, content_type="application/json", **head)


def behaviour(cast: Cast, **more: Any) -> dict[str, Any]:
    seen = Word.objects.get(school=cast.school, list="behaviour.seen", slug="hit-out")
    return {
        "school": str(cast.school.uuid),
        "kind": "behaviour",
        "happened_at": clock.now().isoformat(),
        "words": "He hit the table.",
        "involved": [{"person": str(cast.leo.uuid), "role": "did_it"}],
        "chosen": {"seen": [str(seen.uuid)]},
        **more,
    }


def test_no_token_no_answer(cast: Cast) -> None:
    answers = [Client().get(f"{API}{path}").status_code for path in ("/me", "/records", "/kinds")]
    assert answers == [401, 401, 401]


def test_ended_revoked_and_postless_tokens_open_nothing(cast: Cast) -> None:
    ended = Caller(cast.sam, ends_at=clock.now() + timedelta(hours=1))
    revoked = Caller(cast.sam)
    assert ended.get("/me").status_code == 200
    clock.advance(timedelta(hours=1))
    revoke(revoked.token)
    leaver = Caller(cast.lee)
    Post.objects.filter(person=cast.lee).delete()
    assert [one.get("/me").status_code for one in (ended, revoked, leaver)] == [401, 401, 401]


def test_what_fails_before_or_behind_the_doors_is_said_in_json(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = Caller(cast.sam)
    caller.client.raise_request_exception = False

    def said(answer: Any) -> tuple[int, str]:
        assert answer["Content-Type"].startswith("application/json")
        (fault,) = answer.json()["errors"]
        return answer.status_code, fault["sentence"]

    answer = caller.client.put(f"{API}/records", "{}", **caller.head)
    assert said(answer) == (405, "Send GET or POST to this address, not PUT.")
    assert answer["Allow"] == "GET, POST"
    large = caller.post("/records", behaviour(cast, words="x" * 13_000_000))
    assert said(large)[0] in {400, 413}

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("handrail.api.routes.find", broken)
    monkeypatch.setattr("handrail.api.routes.all_kinds", broken)
    status, sentence = said(caller.get("/kinds"))
    assert (status, sentence.startswith("Something went wrong here. Send it again")) == (500, True)


def test_scope_that_was_not_given_is_refused(cast: Cast) -> None:
    caller = Caller(cast.sam, "people:read")
    assert caller.get("/pupils").status_code == 200
    assert caller.get("/records").status_code == 403
    assert caller.post("/records", behaviour(cast)).status_code == 403


def test_filing_starts_the_same_clocks_as_the_page(cast: Cast) -> None:
    answer = Caller(cast.sam).post("/records", behaviour(cast))
    assert answer.status_code == 201
    assert Record.everything.get().headline == "Hit out"
    assert set(Action.objects.values_list("duty", flat=True)) == {
        "behaviour-manager-reads",
        "carer-told",
    }


def test_an_address_that_is_none_is_said_in_json() -> None:
    for path in ("/api/v1/nonsense", "/api/v1/records/", "/api/v2/me"):
        answer = Client().get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
        assert answer.json()["errors"][0]["sentence"].startswith("There is no such address.")


@pytest.mark.parametrize(
    ("path", "asked", "sentence"),
    [
        ("/records", {"limit": -1}, "Give 1 or more."),
        ("/records", {"limit": 26, "q": "hit"}, "Give 25 or less."),
        ("/pupils", {"limit": "many"}, "Give a whole number."),
        ("/pupils", {"after": "zzz"}, "Give back `after` as the page before gave it"),
        ("/records", {"after": "zzz"}, "Give back `after` as the page before gave it"),
        ("/records", {"after": "zzz", "q": "hit"}, "Give back `after` as the page before gave it"),
    ],
)
def test_what_a_list_does_not_take_is_refused(
    cast: Cast, path: str, asked: dict[str, Any], sentence: str
) -> None:
    answer = Caller(cast.okafor).get(path, **asked)
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["field"]) == (422, next(iter(asked)))
    assert fault["sentence"].startswith(sentence)


def test_pages_are_as_long_as_asked_and_their_marks_lead_on(cast: Cast) -> None:
    made = [file(cast, "note", cast.okafor, cast.leo, words=f"xyzzy {n}") for n in range(3)]
    caller = Caller(cast.okafor)
    for asked in ({}, {"q": "xyzzy"}, {"pupil": str(cast.leo.uuid)}):
        found: list[str] = []
        after = ""
        for _ in made:
            page = caller.get("/records", limit=1, after=after, **asked).json()
            found += [one["uuid"] for one in page["records"]]
            after = page["after"]
        assert (sorted(found), after) == (sorted(str(one.uuid) for one in made), "")
    page = caller.get("/pupils", limit=2).json()
    rest = caller.get("/pupils", after=page["after"]).json()["pupils"]
    assert len(page["pupils"]) == 2
    assert page["pupils"][-1] not in rest
    hidden = file(cast, "concern", cast.reid, cast.amina, words="xyzzy she said")
    known = Caller(cast.sam).get("/records", q="xyzzy", after=str(hidden.uuid))
    nobody = Caller(cast.sam).get("/records", q="xyzzy", after=str(new_uuid()))
    assert (known.status_code, known.json()) == (nobody.status_code, nobody.json())


def test_a_body_is_refused_in_our_own_sentences(cast: Cast) -> None:
    body = behaviour(cast, happened_at="2026-11-29T12:30:00", words="a\0b", more=1, precision="so")
    said = {one["field"].split(".")[-1]: one["sentence"]
            for one in Caller(cast.sam).post("/records", body).json()["errors"]}  # fmt: skip
    assert said == {
        "happened_at": "Give the moment with its zone, as in 2026-11-29T12:30:00Z.",
        "words": "Take out characters that nobody types, such as NUL.",
        "more": "There is no such field here. Leave it out.",
        "precision": "Give one of: exact, about, day.",
    }


def test_same_key_files_once_and_another_body_conflicts(cast: Cast) -> None:
    caller, key = Caller(cast.sam), new_uuid()
    body = behaviour(cast)
    answers = [caller.post("/records", body, key) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["uuid"] for answer in answers} == {str(key)}
    assert Record.everything.count() == 1
    assert caller.post("/records", behaviour(cast, words="Other"), key).status_code == 409


def test_assistant_cannot_reach_a_concern_by_any_way(cast: Cast) -> None:
    secret = file(cast, "concern", cast.reid, cast.amina, words="xyzzy she said")
    caller = Caller(cast.sam)
    assert caller.get(f"/records/{secret.uuid}").status_code == 404
    for query in ({}, {"pupil": str(cast.amina.uuid)}, {"q": "xyzzy"}, {"kind": "concern"}):
        assert caller.get("/records", **query).json() == {"records": [], "after": ""}
    for tail in ("/amendments", "/void"):
        body = {"words": "A few words"} if tail == "/amendments" else {"reason": "A few words"}
        assert caller.post(f"/records/{secret.uuid}{tail}", body).status_code == 404
    assert caller.get("/alerts").json() == []
    assert caller.get("/actions").json() == []


def test_lead_reads_the_concern_and_the_reading_is_written_down(cast: Cast) -> None:
    secret = file(cast, "concern", cast.reid, cast.amina, words="xyzzy she said")
    answer = Caller(cast.ahmed).get(f"/records/{secret.uuid}")
    assert (answer.status_code, answer.json()["words"]) == (200, "xyzzy she said")
    assert AccessEntry.objects.get().how == "api"


def test_writing_gives_back_no_word_and_reads_nothing(cast: Cast) -> None:
    secret = file(cast, "concern", cast.reid, cast.amina, words="xyzzy she said")
    caller = Caller(cast.ahmed, "records:write")
    answer = caller.post(f"/records/{secret.uuid}/amendments", {"words": "Rang home at noon."})
    assert (answer.status_code, b"xyzzy" in answer.content) == (201, False)
    assert set(answer.json()) == {"uuid", "reference", "kind", "state"}
    assert not any("xyzzy" in str(row.answer) for row in SentOnce.objects.all())


def test_keys_are_forgotten_after_thirty_days(cast: Cast) -> None:
    Caller(cast.sam).post("/records", behaviour(cast))
    clock.advance(timedelta(days=31))
    assert (forget_old(), SentOnce.objects.count()) == (1, 0)


def test_somebody_of_another_school_finds_nothing_here(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.leo)
    other = School.objects.create(name="Elm Park Primary")
    head = Person.objects.create(given="Noor", family="Vale")
    Post.objects.create(person=head, school=other, role=Post.Role.HEAD)
    give_phones([User.objects.create_user("vale", "spring-lane-demo", head)])
    caller = Caller(head)
    assert caller.get("/records").json()["records"] == []
    assert caller.get("/records", school=str(cast.school.uuid)).status_code == 404
    assert caller.get(f"/pupils/{cast.leo.uuid}").status_code == 404
    assert caller.post("/records", behaviour(cast)).status_code == 422


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "unheard-of"}, "kind"),
        ({"kind": ["behaviour"]}, "body.kind"),
        ({"happened_at": "yesterday"}, "body.happened_at"),
        ({"happened_at": "2026-11-23T10:00:00"}, "body.happened_at"),
        ({"involved": []}, "who"),
        ({"involved": [{"person": "x", "role": "did_it"}]}, "body.involved.0.person"),
        ({"chosen": {}}, "seen"),
        ({"chosen": {"colour": []}}, "colour"),
        ({"detail": {"minutes": "many"}}, "minutes"),
        ({"author": "somebody else"}, "body.author"),
        ({"sensitivity": 0}, "body.sensitivity"),
        ({"words": "nul \x00 byte"}, "body.words"),
        ({"place": "01a20981-fe76-7899-b44a-fa1b04b0a479"}, "place"),
    ],
)
def test_unfit_body_names_the_field_and_files_nothing(
    cast: Cast, more: dict[str, Any], field: str
) -> None:
    answer = Caller(cast.sam).post("/records", behaviour(cast, **more))
    assert answer.status_code == 422
    named = answer.json()["errors"][0]["field"].replace("body.body.", "body.")
    assert (named.endswith(field.removeprefix("body.")), Record.everything.count()) == (True, 0)


def test_too_many_requests_are_told_to_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.cache import cache

    from handrail.api import routes

    cache.clear()
    monkeypatch.setattr(routes, "A_MINUTE", 3)
    caller = Caller(cast.sam)
    assert [caller.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    cache.clear()


def test_token_is_made_shown_once_and_ended_on_my_account(cast: Cast) -> None:
    client = Client()
    client.force_login(User.objects.get(username="sam"))
    page = client.post("/me/", {"program": "Wall screen", "scope": ["records:read"]})
    secret = page.content.decode().split("<code>")[1].split("</code>")[0]
    head = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert Client().get(f"{API}/me", **head).status_code == 200
    assert secret not in client.get("/me/").content.decode()
    client.post("/me/", {"revoke": str(cast.sam.tokens.get().uuid)})
    assert Client().get(f"{API}/me", **head).status_code == 401


# ---------------------------------------------------------------- what there are several of


def hold(cast: Cast, *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    words = {
        slug: [str(Word.objects.filter(school=cast.school, list=f"hold.{slug}")[0].uuid)]
        for slug in ("sort", "ground")
    }
    people = ((cast.leo, "held"), (cast.sam, "adult"))
    return {
        "school": str(cast.school.uuid), "kind": "hold", "happened_at": clock.now().isoformat(),
        "words": "He ran at the gate.", "chosen": words,
        "involved": [{"person": str(who.uuid), "role": role} for who, role in people],
        "detail": {"minutes": 2, "anybody_hurt": "no"}, "rows": {"parts": list(parts)}, **more,
    }  # fmt: skip


def test_a_reason_alone_closes_nothing_that_needs_a_ground(cast: Cast) -> None:
    record = file(cast, "hold", cast.sam, cast.leo)
    action = record.actions.filter(duty="parent-told").earliest("pk")
    sent = {"reason": "Told at the gate"}
    answer = Caller(cast.sam).post(f"/actions/{action.uuid}/not-needed", sent)
    assert (answer.status_code, "decide on a ground" in answer.content.decode()) == (422, True)
    action.refresh_from_db()
    assert action.is_open


def test_parts_of_a_hold_are_filed_and_given_back(cast: Cast) -> None:
    caller = Caller(cast.sam)
    sam = str(cast.sam.uuid)
    one = {"starts": "10:45", "ends": "10:47", "adult": sam, "adult_did": "held an arm"}
    answer = caller.post("/records", hold(cast, one, {**one, "starts": "10:48", "ends": None}))
    assert answer.status_code == 201, answer.content
    parts = caller.get(f"/records/{answer.json()['uuid']}").json()["rows"]["parts"]
    assert [part["Began"] for part in parts] == ["10:45", "10:48"]
    assert parts[0]["First adult"] == cast.sam.name


@pytest.mark.parametrize(
    ("rows", "field", "sentence"),
    [
        ({"parts": [{"adult_did": "x"}]}, "rows.parts.0.starts", "Say when this part began"),
        ({"parts": [{"starts": "10:45", "weight": "3"}]}, "rows.parts.0.weight", "not asked"),
        ({"parts": [{"starts": "10:45"}, {}]}, "rows.parts.1", "Nothing is said"),
        ({"parts": [{"starts": "10:45"}] * 21}, "rows.parts", "at most 20"),
        ({"wheels": [{"starts": "10:45"}]}, "rows.wheels", "does not ask"),
        ({"parts": [{"starts": "10:45", "adult": "nobody"}]}, "rows.parts.0.adult", ""),
    ],
)
def test_a_row_that_is_amiss_is_named_in_one_sentence_and_nothing_is_filed(
    cast: Cast, rows: Any, field: str, sentence: str
) -> None:
    answer = Caller(cast.sam).post("/records", hold(cast, rows=rows))
    assert answer.status_code == 422, answer.content
    (fault,) = answer.json()["errors"]
    assert fault["field"] == field
    assert sentence in fault["sentence"]
    assert fault["sentence"].endswith(".")
    assert not Record.everything.exists()


def test_an_adult_who_was_not_in_it_is_in_no_row(cast: Cast) -> None:
    part = {"starts": "10:45", "adult": str(cast.patel.uuid)}
    answer = Caller(cast.sam).post("/records", hold(cast, part))
    assert answer.json()["errors"][0]["field"] == "rows.parts.0.adult"


def test_the_description_of_a_kind_says_what_its_rows_ask(cast: Cast) -> None:
    school = str(cast.school.uuid)
    kinds = {kind["slug"]: kind for kind in Caller(cast.sam).get("/kinds", school=school).json()}
    (parts,) = [rows for rows in kinds["hold"]["rows"] if rows["slug"] == "parts"]
    fields = {field["name"]: field for field in parts["fields"]}
    assert (parts["one"], parts["most"]) == ("part", 20)
    assert (fields["starts"]["required"], fields["ends"]["required"]) == (True, False)
    assert fields["technique"]["choices"]
    assert kinds["behaviour"]["rows"] == []
