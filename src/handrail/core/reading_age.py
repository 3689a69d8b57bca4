"""Reading age: how old a reader must be for a text, by a formula that anybody can work out again.

The Automated Readability Index (Smith & Senter 1967) counts letters, words and sentences and
nothing else, so that two people, or two programs, get the same number.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

FORMULA = "Automated Readability Index (Smith and Senter, 1967)"
YOUNGEST = 5
ENOUGH_WORDS = 100  # below which the formula says little

_ENDS = re.compile(r"[.!?:]+(?=[\s”’\"')]|$)")
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class ReadingAge:
    """`grade` is the formula's own number; `years` is that of a child in such a grade."""

    letters: int
    words: int
    sentences: int

    @property
    def grade(self) -> float:
        return 4.71 * self.letters / self.words + 0.5 * self.words / self.sentences - 21.43

    @property
    def years(self) -> int:
        """The grade plus five, which is when such a grade begins, rounded up; 5 at least."""
        return max(YOUNGEST, math.ceil(self.grade) + 5)

    @property
    def is_rough(self) -> bool:
        return self.words < ENOUGH_WORDS


def reading_age(paragraphs: Iterable[str]) -> ReadingAge | None:
    """The age of a text in paragraphs, each of which ends a sentence; None without a word."""
    letters = words = sentences = 0
    for paragraph in paragraphs:
        for sentence in _ENDS.split(paragraph):
            found = [word for word in sentence.split() if _LETTER.search(word)]
            words += len(found)
            letters += sum(len(_LETTER.findall(word)) for word in found)
            sentences += bool(found)
    return ReadingAge(letters, words, sentences) if words else None
