"""Words of a text as names are compared: folded, with the place where each stands in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handrail.core.names import fold

_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff"
_UNSEEN = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_LETTER = r"[^\W\d_]"
# An apostrophe belongs to a word between two letters. The opening quotation mark does so only
# after a capital, as in O\u2018Brien; after a small letter it opens a quotation.
_WORD = re.compile(
    f"{_LETTER}(?:{_LETTER}|[{_MARKS}{_UNSEEN}]"
    f"|[\u0027\u2019\u02bc\u02bb\u0060\u00b4\uff07](?={_LETTER})|(?<=[A-Z])\u2018(?={_LETTER}))*"
)
_APOSTROPHE_S = re.compile("[\u0027\u2019\u02bc\u02bb\u0060\u00b4\uff07\u2018][sS]$")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_HEARD = re.compile(f"[{_UNSEEN}]")


@dataclass(frozen=True)
class Token:
    """One word: folded, where it stands, how it is written, and what stands before it."""

    word: str
    start: int
    end: int
    capital: bool
    upper: bool
    before: str
    owned: int = 0  # letters of "'s" at its end

    @property
    def bare(self) -> str:
        """The word without the s of possession."""
        return self.word[:-1] if self.word.endswith("s") else ""


def tokens(text: str, *, humps: bool = False) -> list[Token]:
    """The words of a text in order. `humps` also parts "JadenKing", for names of files."""
    found: list[Token] = []
    last = 0
    for start, end in _spans(text, humps=humps):
        raw = text[start:end]
        if word := folded(raw):
            owned = 2 if _APOSTROPHE_S.search(raw) else 0
            heard = _NOT_HEARD.sub("", raw)
            upper = heard.isupper()
            found.append(
                Token(word, start, end, heard[0].isupper(), upper, text[last:start], owned)
            )
            last = end
    return found


def folded(word: str) -> str:
    """One word as it is compared: no accents, capitals, apostrophes or letters nobody sees."""
    return fold(_NOT_HEARD.sub("", word).replace("\uff07", "'")).replace(" ", "")


def words_of(name: str) -> tuple[str, ...]:
    """A name as the tuple of its folded words."""
    return tuple(token.word for token in tokens(name))


def _spans(text: str, *, humps: bool) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(text):
        if not humps:
            yield match.span()
            continue
        cuts = [0, *(hump.start() for hump in _HUMP.finditer(match.group())), len(match.group())]
        for left, right in zip(cuts, cuts[1:], strict=False):
            yield match.start() + left, match.start() + right
