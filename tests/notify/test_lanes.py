"""Lanes: a channel that hangs or breaks holds up no other, and goes on afterwards."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from handrail.notify import lanes

PATIENCE = 20  # seconds; it takes none of them


class Turns:
    """Stands in for sending: push works, mail hangs until it is let go."""

    def __init__(self) -> None:
        self.pushed, self.let_go, self.mailed = (threading.Event() for _ in range(3))
        self.breaks = 0

    def __call__(self, channel: str) -> int:
        if channel == "push":
            if self.breaks:
                self.breaks -= 1
                raise RuntimeError("Leo Turner hit out")  # never to be printed
            self.pushed.set()
        else:
            self.let_go.wait(PATIENCE)
            self.mailed.set()
        return 1


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    made = Turns()
    monkeypatch.setattr(lanes, "send_due", made)
    monkeypatch.setattr(lanes, "EVERY", 0.01)
    monkeypatch.setattr(lanes, "close_old_connections", lambda: None)
    before = set(threading.enumerate())
    over = lanes.start_lanes()
    yield made
    made.let_go.set()
    over.set()
    for thread in set(threading.enumerate()) - before:
        thread.join(PATIENCE)


def test_a_hanging_mail_server_holds_up_neither_push_nor_the_rounds(turns: Turns) -> None:
    for _ in range(3):  # start_lanes gave this thread, which makes the rounds, back at once
        turns.pushed.clear()
        assert turns.pushed.wait(PATIENCE)
    assert not turns.mailed.is_set()
    turns.let_go.set()
    assert turns.mailed.wait(PATIENCE)


def test_a_turn_that_breaks_is_said_without_its_words_and_the_next_one_comes(
    turns: Turns, capsys: Any
) -> None:
    turns.breaks = 2
    turns.pushed.clear()
    assert turns.pushed.wait(PATIENCE)
    said = capsys.readouterr().err
    assert said.splitlines()[0] == ("Sending by push failed and will be tried again: RuntimeError")
    assert "Leo" not in said
