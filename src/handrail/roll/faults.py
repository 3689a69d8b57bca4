"""Faults: what is amiss in a file, where, and the sentence that the administrator sees."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a fault weighs."""

    FILE = "refuse_file"  # nothing is loaded
    ROW = "refuse_row"  # this row is left out; loads only with --skip-bad
    WARN = "warn"  # loaded, but somebody should know


@dataclass(frozen=True)
class Fault:
    """`line` counts from 1 with the header as line 1; 0 and "" where the whole file is meant."""

    reason: str
    weight: Weight
    file: str = ""
    line: int = 0
    column: str = ""
    value: str = ""

    def as_json(self) -> dict[str, object]:
        row = asdict(self)
        row.pop("weight")
        return row


@dataclass(frozen=True)
class Question:
    """Something the files leave open. Loading waits until `slug` is answered.

    `choices` are the answers that are taken; empty where any text is. An answer that the reader
    finds unfit asks again.
    """

    slug: str
    sentence: str
    choices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return asdict(self)


class RollRefused(Exception):
    """The file as a whole cannot be loaded; carries the fault with its sentence.

    `instead` is the sort that the files look like, where they were sent as another.
    """

    def __init__(
        self,
        sentence: str,
        file: str = "",
        column: str = "",
        value: str = "",
        line: int = 0,
        *,
        instead: str = "",
    ) -> None:
        super().__init__(sentence)
        self.instead = instead
        self.fault = Fault(sentence, Weight.FILE, file, line, column, value[:100])
