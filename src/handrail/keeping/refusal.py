"""Why no backup was made, opened or put in place; and what is broken in one that was opened."""

from collections.abc import Mapping, Sequence
from typing import Any


class BackupRefused(Exception):
    """In a sentence, with what to do."""


class BackupBroken(BackupRefused):
    """A backup that opens, whose contents do not hold together; still better than none.

    `breaks` names what is broken, a sentence each; `counts` is what the walk counted all the same.
    """

    def __init__(
        self, said: str, breaks: Sequence[str] = (), counts: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(said)
        self.breaks = tuple(breaks) or (said,)
        self.counts = dict(counts or {})
