"""Answers that no authenticator gave: refused in words, whatever their shape."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from tests.entry.going_in import account, give_password, go_in, is_in


def text(words: bytes) -> str:
    return base64.urlsafe_b64encode(words).rstrip(b"=").decode()


def answers(name: str) -> list[Any]:
    handle = text(str(account(name).pk).encode())
    parts = {"clientDataJSON": text(b"{}"), "authenticatorData": text(b"\0" * 37),
             "signature": text(b"x"), "userHandle": handle}  # fmt: skip
    whole = {"id": "AA", "rawId": "AA", "type": "public-key", "response": parts,
             "clientExtensionResults": {}}  # fmt: skip
    return [
        whole, {**whole, "response": {**parts, "userHandle": "%%%"}}, {**whole, "response": []},
        {**whole, "response": {**parts, "userHandle": text(b"999999")}}, {**whole, "rawId": 7},
        {**whole, "response": {**parts, "clientDataJSON": 7}}, {"response": {"userHandle": None}},
        {}, [], "text", 7, None, {"response": {"userHandle": {"a": 1}}},
    ]  # fmt: skip


def raw(answer: Any) -> str:
    return json.dumps(answer)


@pytest.mark.parametrize("asked_first", [True, False])
def test_none_of_them_signs_anybody_in(cast: Cast, asked_first: bool) -> None:
    tried = [raw(one) for one in answers("ahmed")] + ["", "{", "[" * 50_000]
    for answer in tried:
        client = Client()
        if asked_first:
            assert "challenge" in client.post("/sign-in/passkey/").json()["publicKey"]
        refused = client.post("/sign-in/passkey/", {"answer": answer})
        assert (refused.status_code, is_in(client)) == (422, False)
    print(f"answers tried: {len(tried)}, let in: 0")


def test_none_of_them_is_a_second_factor_nor_a_new_passkey(cast: Cast) -> None:
    half, inside = Client(), go_in("sam")
    give_password(half, "ahmed")
    for answer in answers("ahmed"):
        half.post("/sign-in/code/", {"passkey": "1"})
        assert half.post("/sign-in/code/", {"answer": raw(answer)}).status_code == 422
        inside.post("/me/second-factor/passkey/")
        inside.post("/me/second-factor/passkey/", {"answer": raw(answer), "name": "x"})
    assert not is_in(half)
    assert not account("sam").authenticator_set.exists()
