"""What comes before a behaviour more often than by chance: events held against the background.

Events alone say what was usually going on, and so does every other hour of a day. Only beside
moments at which the behaviour did not happen can anything be said of what brings it on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from handrail.programmes.models import Moment
from handrail.programmes.saying import written
from handrail.school.models import Word
from handrail_evidence.sequences import Contingency, contingency

LEFT, FOOT, SIDE = 40, 244, 220  # of the picture: its corner, and how long its axes are


@dataclass(frozen=True)
class Before:
    """One word held against the background: how often with the behaviour, how often without.

    `x` and `y` are where it stands in the picture; `verdict` is one of four sentences.
    """

    number: int
    label: str
    events: int
    with_it: int
    background: int
    without: int
    space: Contingency

    @property
    def x(self) -> float:
        return round(LEFT + SIDE * (self.space.without or 0.0), 1)

    @property
    def y(self) -> float:
        return round(FOOT - SIDE * (self.space.with_it or 0.0), 1)

    @property
    def shown(self) -> str:
        """Q with its limits as they are written; nothing while it is too early."""
        if not self.space.enough:
            return ""
        q, lo, hi = (written(one) for one in (self.space.q, self.space.lo, self.space.hi))
        return f"{q} ({lo} to {hi})"

    @property
    def verdict(self) -> str:
        lo, hi = self.space.lo, self.space.hi
        if not self.space.enough or lo is None or hi is None:
            return "too early"
        if lo > 0:
            return "more often than by chance"
        return "less often than by chance" if hi < 0 else "cannot tell yet"


@dataclass(frozen=True)
class Against:
    """All words of one list over one pupil's moments, those most bound to the behaviour first."""

    events: int
    background: int
    words: tuple[Before, ...]

    @property
    def tested(self) -> int:
        return sum(one.space.enough for one in self.words)

    @property
    def found(self) -> list[Before]:
        return [one for one in self.words if one.verdict == "more often than by chance"]


def against(moments: Iterable[Moment], words: Sequence[Word], *, done: bool = False) -> Against:
    """Each word that was chosen at any moment, held against the background by the engine.

    Of `done` instead of `before` where that is asked. Withdrawn moments count for nothing. Without
    events or without a background there are no rows: then nothing can be said.
    """
    standing = [one for one in moments if one.withdrawn_at is None]
    events = [_slugs(one, done) for one in standing if one.happened]
    background = [_slugs(one, done) for one in standing if not one.happened]
    if not events or not background:
        return Against(len(events), len(background), ())
    spaces = {}
    for word in words:
        a, c = (sum(word.slug in one for one in rows) for rows in (events, background))
        if a or c:
            spaces[word] = a, c, contingency(a, len(events) - a, c, len(background) - c)
    order = sorted(spaces, key=lambda word: -(spaces[word][2].q or 0.0))
    rows = tuple(
        Before(number, word.label, len(events), spaces[word][0], len(background), spaces[word][1],
               spaces[word][2])
        for number, word in zip(count(1), order, strict=False)
    )  # fmt: skip
    return Against(len(events), len(background), rows)


def _slugs(moment: Moment, done: bool) -> set[str]:
    return set(moment.done if done else moment.before)


def said(found: Against) -> str:
    """The table in a sentence, for whoever does not see the picture."""
    if not found.words:
        return "Nothing can be said yet: it needs moments with the behaviour and moments without."
    if found.found:
        names = ", ".join(f"“{one.label}”" for one in found.found)
        return f"More often than by chance: {names}."
    if not found.tested:
        return "Too early: each word needs more moments on either side."
    return "Nothing stands out from the background yet."
