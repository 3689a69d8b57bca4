"""Every address by every post: what opens, what does not exist. An address without a row fails."""

from typing import Any

import pytest
from django.test import Client

from handrail.people.models import User
from handrail.records.models import Record
from tests.browsing import Browser
from tests.web.every_address import POSTS, Row, addresses, rows, world
from tests.web.walked import unguarded

__all__ = ["world"]  # pytest finds it here


def answer_to(client: Client, row: Row) -> Any:
    return client.post(row.path) if row.post else client.get(row.path)


def sent(client: Client, row: Row) -> int:
    status: int = answer_to(client, row).status_code
    return status


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def test_every_address_has_a_row(world: dict[str, Any]) -> None:
    assert addresses() == {pattern for pattern, _ in rows(world)}


@pytest.mark.slow
def test_every_post_opens_what_the_table_says_and_nothing_else(world: dict[str, Any]) -> None:
    wrong, loose, tried = [], [], 0
    clients = {name: signed_in(name) for name in POSTS}
    fresh = {name: dict(client.session) for name, client in clients.items()}
    for pattern, row in rows(world):
        for name in POSTS:
            if pattern == "sign-out/":
                continue
            answer = answer_to(clients[name], row)
            status, missing = answer.status_code, unguarded(row.path, answer.headers)
            if row.post and dict(clients[name].session) != fresh[name]:  # locked, or ended
                clients[name] = signed_in(name)
                fresh[name] = dict(clients[name].session)
            fine = status in {200, 302, 422} if name in row.who else status == row.others
            tried += 1
            if not fine:
                wrong.append((row.path.replace(str(world["none"]), "none"), name, status))
            loose += [(row.path, name, status, missing)] if missing else []
    print(f"cases tried: {tried}, leaks: {len(wrong)}")
    assert wrong == []
    assert loose == []  # every answer to every post is guarded as the page of a head is


@pytest.mark.slow
def test_nobody_from_another_school_or_the_street_opens_anything(world: dict[str, Any]) -> None:
    wrong, vale = [], Browser("vale")
    for pattern, row in rows(world):
        if row.anyone:
            continue
        status = sent(Client(), row)
        if status != row.street:
            wrong.append((row.path, "street", status))
        if "<uuid" in pattern and (status := sent(vale.just_signed_in(), row)) != 404:
            wrong.append((row.path, "vale", status))
    assert wrong == []


def test_reading_in_the_matrix_is_written_down(world: dict[str, Any]) -> None:
    signed_in("ahmed").get(f"/records/{world['secret']}/")
    record = Record.everything.get(uuid=world["secret"])
    assert [entry.person.family for entry in record.access.all()] == ["Ahmed"]
