"""Unique pupil numbers: the check letter, temporary numbers, and how they are shown.

Rule: the weights 2 to 13 for the twelve characters after the letter, the sum modulo 23, read off
an alphabet without I, O and S (DfE UPN guide). A temporary number ends in a letter, which counts
as its place in that alphabet.
"""

import re
from dataclasses import dataclass

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_SHAPE = re.compile(rf"^[{_LETTERS}][0-9]{{11}}[0-9{_LETTERS}]$")


class BadUpn(ValueError):
    """A number that cannot be a UPN; `expected_letter` when only the check letter is wrong."""

    def __init__(self, sentence: str, expected_letter: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.expected_letter = expected_letter


@dataclass(frozen=True)
class Upn:
    value: str
    temporary: bool


def check_letter(body: str) -> str:
    """The first letter that the twelve characters after it call for."""
    total = sum(
        weight * (int(character) if character.isdigit() else _LETTERS.index(character))
        for weight, character in enumerate(body, start=2)
    )
    return _LETTERS[total % 23]


def check_upn(text: str) -> Upn:
    """The number in shape, or BadUpn with the sentence to show."""
    value = re.sub(r"\s", "", text).upper()
    if not _SHAPE.match(value):
        raise BadUpn("a UPN has 13 characters and never the letters I, O or S.")
    if value[0] != (expected := check_letter(value[1:])):
        raise BadUpn(
            f"the UPN {value} has a mistake in it (the first letter should be {expected}).",
            expected,
        )
    return Upn(value, temporary=value[-1].isalpha())


def display(upn: str) -> str:
    """ "A820 4321 0987 6" """
    return " ".join(upn[start : start + 4] for start in range(0, len(upn), 4))
