"""Clients that file and file again until they are told that it is saved, as the real ones do."""

import http.client
import json
import random
import time
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.records import pictures

TOKEN = "x" * 32  # the half of a token against forgery that a browser keeps in its cookie
PHOTO = pictures.photo("PNG", size=(8, 8))
EDGE = "----------------edge"


@dataclass
class Client(Thread):
    """One person at one device. `acknowledged` holds what the server said is saved."""

    school: dict[str, Any]
    name_of_author: str
    port: int
    sort: str
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    tries: int = 0
    wrong: list[str] = field(default_factory=list)
    enough: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.door = self.school["doors"][self.name_of_author]
        self.dice = random.Random(self.name_of_author)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.enough.is_set():
            number, mark = str(uuid4()), f"mark-{uuid4().hex}"
            sent = SENDERS[self.sort](self, number, mark)
            while not (self._saved(number, *sent) or self.wrong):
                time.sleep(0.02 + self.dice.random() * 0.05)
            if not self.wrong:
                self.acknowledged[number] = {"mark": mark, "sort": self.sort}

    def _saved(self, number: str, path: str, head: dict[str, str], body: bytes) -> bool:
        """Send it once; True only when the server said, in so many words, that it is saved."""
        self.tries += 1
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("POST", path, body, head)
            answer = line.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()
        if answer.status < 500 and answer.status != 429 and not self.is_saved(answer, said, number):
            led = answer.headers["Location"]
            self.wrong.append(f"{path} answered {answer.status} {led}: {said[:300]!r}")
            self.enough.set()
        return self.is_saved(answer, said, number)

    def is_saved(self, answer: http.client.HTTPResponse, said: bytes, number: str) -> bool:
        if self.sort == "api":
            return answer.status == 201 and json.loads(said)["uuid"] == number
        return answer.status == 302 and answer.headers["Location"] == f"/log/{number}/saved/"

    def fields(self, number: str, mark: str) -> dict[str, Any]:
        return {
            "csrfmiddlewaretoken": TOKEN, "uuid": number, "author": self.door["number"],
            "who": self.dice.sample(self.school["pupils"], 2), "kind": "behaviour", "when": "now",
            "behaviour-seen": self.school["seen"], "behaviour-level": self.school["level"],
            "behaviour-words": f"{mark} Hit out, then came away.", "save": "yes",
        }  # fmt: skip

    def cookies(self) -> str:
        return f"handrail={self.door['session']}; handrail-csrf={TOKEN}"


def a_sheet(client: Client, number: str, mark: str) -> tuple[str, dict[str, str], bytes]:
    """A sheet with "also true?": two records of one event, all or nothing."""
    also = {"behaviour-also": "first_aid", "first_aid-injury": client.school["graze"]}
    sent = {**client.fields(number, mark), **also, "first_aid-words": "Cold pack."}
    head = {"Cookie": client.cookies(), "Content-Type": "application/x-www-form-urlencoded"}
    return "/log/", head, urlencode(sent, doseq=True).encode()


def a_sheet_with_a_photo(
    client: Client, number: str, mark: str
) -> tuple[str, dict[str, str], bytes]:
    parts = []
    for name, values in client.fields(number, mark).items():
        for value in [values] if isinstance(values, str) else values:
            parts.append(
                f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}'
            )
    body = (
        "\r\n".join(parts).encode()
        + (
            f'\r\n--{EDGE}\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n'
            "Content-Type: image/png\r\n\r\n"
        ).encode()
    )
    head = {"Cookie": client.cookies(), "Content-Type": f"multipart/form-data; boundary={EDGE}"}
    return "/log/", head, body + PHOTO + f"\r\n--{EDGE}--\r\n".encode()


def by_api(client: Client, number: str, mark: str) -> tuple[str, dict[str, str], bytes]:
    body = {
        "school": client.school["school"], "kind": "behaviour", "happened_at": "2026-11-20T10:00Z",
        "words": f"{mark} Hit out, then came away.",
        "involved": [{"person": client.school["pupils"][0], "role": "did_it"}],
        "chosen": {"seen": [client.school["seen"]], "level": [client.school["level"]]},
    }  # fmt: skip
    head = {
        "Authorization": f"Bearer {client.door['token']}", "Content-Type": "application/json",
        "Idempotency-Key": number,
    }  # fmt: skip
    return "/api/v1/records", head, json.dumps(body).encode()


SENDERS = {"sheet": a_sheet, "photo": a_sheet_with_a_photo, "api": by_api}
