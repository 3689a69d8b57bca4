"""Progress: how an engine says that it is getting on, without knowing who watches."""

from typing import Protocol


class Progress(Protocol):
    def step(self, n: int = 1) -> None: ...


class _Silent:
    def step(self, n: int = 1) -> None:
        """Nobody watches."""


silent: Progress = _Silent()
