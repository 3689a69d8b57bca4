"""How a piece stands: the machine's marks, the words ruled on throughout, then each decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handrail.sharing.folding import tokens, words_of
from handrail.sharing.known import OTHER, STAFF
from handrail.sharing.marking import CONTACT, LONGEST_KEY, MAYBE
from handrail.sharing.models import Decision, Piece, WordRule
from handrail.sharing.models.piece import Part
from handrail.sharing.naming import name_of

Act = Decision.Act
Span = tuple[int, int, int]
WITHHELD = "[withheld]"
WORD = "word:"  # begins the key of an alias that a masked word was given


@dataclass
class Standing:
    """A mark as it stands now. `by` says who put it so: the machine, a word rule or a person."""

    span: Span
    who: str
    sort: str
    sure: bool
    on: bool
    by: str = "machine"
    ground: str = ""  # label of the ground, where somebody withheld these words for a reason

    @property
    def to_check(self) -> bool:
        """Whether a reviewer should look: masked but perhaps a word, or in sight but perhaps a
        name, and nobody has said so yet."""
        return self.by == "machine" and not self.sure and self.sort != CONTACT


@dataclass(frozen=True)
class Segment:
    """A run of text of a passage, with its mark where there is one."""

    text: str
    mark: Standing | None = None
    called: str = ""

    @property
    def id(self) -> str:
        return "-".join(str(number) for number in self.mark.span) if self.mark else ""

    @property
    def out(self) -> str:
        """What leaves in its place."""
        return self.called if self.mark and self.mark.on else self.text


@dataclass
class Shown:
    """A passage ready to be drawn: as it is, and as it leaves."""

    number: int
    label: str
    segments: list[Segment]
    held: bool = False
    ground: str = ""
    held_by_machine: bool = False

    @property
    def out(self) -> str:
        return WITHHELD if self.held else "".join(part.out for part in self.segments)


@dataclass
class Stand:
    """Everything that is decided about a piece."""

    marks: dict[Span, Standing]
    held: dict[int, str] = field(default_factory=dict)  # passage: label of the ground, or ""
    machine_held: set[int] = field(default_factory=set)
    ground: str = ""  # of a piece that is withheld whole
    seen: int = 0  # how many decisions this is; a count of its own, because no other may show

    @property
    def to_check(self) -> int:
        return sum(mark.to_check for mark in self.marks.values())

    @property
    def masked(self) -> int:
        return sum(mark.on for mark in self.marks.values())


def stand_of(
    piece: Piece,
    decisions: Sequence[Decision],
    rules: Iterable[WordRule],
    *,
    mask_staff: bool,
    grounds: Mapping[str, str],
) -> Stand:
    """Fold the machine's marks, the rules for the piece's part, and its decisions in order.

    `grounds` gives the label of each ground by slug, for what the machine holds back. Decisions
    about an earlier gathering of a piece that has changed since do not count.
    """
    stand = Stand({(m["p"], m["s"], m["e"]): _machine(m, mask_staff) for m in piece.found})
    for number, passage in enumerate(piece.passages):
        if passage["held"]:
            stand.held[number] = grounds.get(passage["held"], "")
            stand.machine_held.add(number)
    for rule in rules:
        if rule.ended_at is None and rule.part in {piece.part, Part.ORDINARY}:
            _apply_rule(stand, piece, rule)
    stand.seen = len(decisions)
    undone = {one.undoes_id for one in decisions if one.act == Act.UNDO}
    for one in decisions:
        if one.fingerprint != piece.fingerprint:
            continue
        if one.act != Act.UNDO and one.pk not in undone:
            _apply(stand, piece, one)
    return stand


def _machine(mark: Mapping[str, object], mask_staff: bool) -> Standing:
    sort = str(mark["sort"])
    on = mask_staff if sort == STAFF else sort != MAYBE
    span = (int(str(mark["p"])), int(str(mark["s"])), int(str(mark["e"])))
    return Standing(span, str(mark["who"]), sort, bool(mark["sure"]) or sort == STAFF, on)


def _apply_rule(stand: Stand, piece: Piece, rule: WordRule) -> None:
    for span in spans_of(piece, rule.word):
        over = _over(stand, span)
        if rule.act == WordRule.Act.SHOW:
            for mark in over:
                mark.on, mark.by = False, "rule"
        elif not any(mark.on for mark in over):
            _mask(stand.marks.setdefault(span, Standing(span, "", MAYBE, True, False)),
                  piece, "rule")  # fmt: skip


def _apply(stand: Stand, piece: Piece, one: Decision) -> None:
    if one.act in {Act.MASK, Act.SHOW}:
        for p, s, e in one.spans:
            _turn(stand, piece, (p, s, e), one)
    elif one.act == Act.HOLD:
        stand.held.update(dict.fromkeys((p for p, _, _ in one.spans), _ground(one)))
        stand.machine_held -= {p for p, _, _ in one.spans}
    elif one.act == Act.GIVE:
        for p, _, _ in one.spans:
            stand.held.pop(p, None)
            stand.machine_held.discard(p)
    stand.ground = _ground(one) if one.act == Act.WITHHOLD else ""


def _turn(stand: Stand, piece: Piece, span: Span, one: Decision) -> None:
    """Put a mask on at one place, or take off every mask that stands over it."""
    if one.act == Act.SHOW:
        for mark in _over(stand, span):
            mark.on, mark.by, mark.ground = False, "person", ""
        return
    mark = stand.marks.setdefault(span, Standing(span, "", MAYBE, True, False))
    _mask(mark, piece, "person")
    mark.ground = _ground(one)


def _mask(mark: Standing, piece: Piece, by: str) -> None:
    """A word of whom nobody knows the name is called by itself throughout."""
    mark.on, mark.by = True, by
    if mark.sort == MAYBE:
        p, s, e = mark.span
        mark.who, mark.sort = word_key(piece.passages[p]["text"][s:e]), OTHER


def _ground(one: Decision) -> str:
    return one.ground.label if one.ground else ""


def word_key(text: str) -> str:
    """The key under which a word that a person masked is called the same throughout."""
    return (WORD + " ".join(words_of(text)))[:LONGEST_KEY]


def spans_of(piece: Piece, words: str) -> list[Span]:
    """Everywhere that these words stand in a piece, as whole words, however they are accented."""
    sought = words_of(words)
    spans: list[Span] = []
    if not sought:
        return spans
    for number, passage in enumerate(piece.passages):
        heard = tokens(passage["text"])
        for at in range(len(heard) - len(sought) + 1):
            run = heard[at : at + len(sought)]
            said = tuple(one.word for one in run)
            owned = run[-1].owned and (*said[:-1], run[-1].bare) == sought
            if said == sought or owned:
                spans.append((number, run[0].start, run[-1].end - (run[-1].owned if owned else 0)))
    return spans


def _over(stand: Stand, span: Span) -> list[Standing]:
    p, s, e = span
    return [m for (q, a, b), m in stand.marks.items() if q == p and a < e and b > s]


def shown(piece: Piece, stand: Stand, names: Mapping[str, str]) -> list[Shown]:
    """The passages of a piece with every mark, for the reviewer and for the bundle alike."""
    return [
        Shown(
            number, passage["label"], list(_segments(number, passage["text"], stand, names)),
            number in stand.held, stand.held.get(number, ""), number in stand.machine_held,
        )
        for number, passage in enumerate(piece.passages)
    ]  # fmt: skip


def _segments(number: int, text: str, stand: Stand, names: Mapping[str, str]) -> Iterable[Segment]:
    """Masks first where marks overlap, so that nothing under a mask can be seen beside it."""
    here = [mark for span, mark in stand.marks.items() if span[0] == number]
    covered = _without_overlaps(here)
    at = 0
    for mark in covered:
        _, start, end = mark.span
        if text[at:start]:
            yield Segment(text[at:start])
        called = "[withheld]" if mark.ground else name_of(names, mark.who, mark.sort)
        yield Segment(text[start:end], mark, called)
        at = end
    if text[at:]:
        yield Segment(text[at:])


def _without_overlaps(marks: Sequence[Standing]) -> list[Standing]:
    """In order of place. Masks that overlap become one; a lifted mark gives way to a mask."""
    kept: list[Standing] = []
    for mark in sorted((m for m in marks if m.on), key=lambda m: (m.span[1], -m.span[2])):
        last = kept[-1] if kept else None
        if last and mark.span[1] < last.span[2]:
            end = max(last.span[2], mark.span[2])
            kept[-1] = Standing(
                (last.span[0], last.span[1], end), last.who, last.sort, last.sure, True,
                last.by, last.ground,
            )  # fmt: skip
        else:
            kept.append(mark)
    free = [
        m for m in marks
        if not m.on and all(m.span[2] <= k.span[1] or m.span[1] >= k.span[2] for k in kept)
    ]  # fmt: skip
    ends = -1
    for mark in sorted(free, key=lambda m: (m.span[1], -m.span[2])):
        if mark.span[1] >= ends:
            kept.append(mark)
            ends = mark.span[2]
    return sorted(kept, key=lambda m: m.span[1])
