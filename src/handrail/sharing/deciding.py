"""Deciding: each change a reviewer makes is a decision that is added, never one that is altered."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, Prefetch

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.sharing.known import OTHER
from handrail.sharing.models import Alias, Decision, Ground, Piece, SubjectRequest, WordRule
from handrail.sharing.models.piece import Part
from handrail.sharing.naming import names_for
from handrail.sharing.requesting import pieces_for
from handrail.sharing.standing import (
    Shown,
    Span,
    Stand,
    shown,
    spans_of,
    stand_of,
    word_key,
)

Act = Decision.Act
CHANGED = "{} changed this while you looked. See how it stands now, then decide."


def pieces_in_order(request: SubjectRequest, pieces: object = None) -> list[Piece]:
    """Pieces with their decisions, in the order of the bundle; two questions."""
    rows = request.pieces.all() if pieces is None else pieces
    decided = Decision.objects.select_related("ground", "by", "undoes")
    return list(
        rows.select_related("record", "attachment")  # type: ignore[attr-defined]
        .prefetch_related(Prefetch("decisions", queryset=decided))
        .order_by("position")
    )


def look_at(request: SubjectRequest, piece: Piece) -> tuple[Stand, list[Shown]]:
    """One piece as it stands, ready to be drawn."""
    decisions = list(piece.decisions.select_related("ground", "by", "undoes"))
    rules = list(request.word_rules.all())
    labels = dict(Ground.objects.filter(school=request.school_id).values_list("slug", "label"))
    stand = stand_of(piece, decisions, rules, mask_staff=request.mask_staff, grounds=labels)
    return stand, shown(piece, stand, names_for(request.aliases.all(), piece.part))


@transaction.atomic
def decide(
    reader: Reader,
    piece: Piece,
    act: str,
    *,
    seen: int,
    spans: Sequence[Span] = (),
    ground: Ground | None = None,
    words: str = "",
) -> Decision:
    """Add one decision about a piece and bring its state up to date.

    `seen` is how many decisions the reviewer had before them. Marks of two people stand side
    by side, but nobody says "it goes" or "withhold" of a state they have not seen. Raises Refused.
    """
    request, piece = _held(reader, piece)
    _refuse_unseen(piece, act, seen)
    if act in {Act.WITHHOLD, Act.HOLD} and ground is None:
        raise Refused("Choose on what ground it is withheld.", "ground")
    if act in {Act.MASK, Act.SHOW, Act.HOLD, Act.GIVE}:
        _refuse_outside(piece, spans)
    decision = Decision.objects.create(
        piece=piece, fingerprint=piece.fingerprint, act=act, spans=[list(span) for span in spans],
        ground=ground, words=tidy(words)[:500], by=reader.person, at=clock.now(),
    )  # fmt: skip
    if act == Act.MASK and ground is None:
        for p, s, e in spans:
            call(request, piece.part, word_key(piece.passages[p]["text"][s:e]))
    _settle(piece, {Act.GOES: Piece.State.GOES, Act.WITHHOLD: Piece.State.WITHHELD}.get(Act(act)))
    return decision


def mask_words(
    reader: Reader, piece: Piece, words: str, *, seen: int, ground: Ground | None = None
) -> Decision:
    """Mask words wherever they stand in this piece. Raises Refused when they do not."""
    said = tidy(words)
    if not said:
        raise Refused("Type the words to mask, as they stand in the text.", "words")
    spans = spans_of(piece, said) or _as_typed(piece, said)
    if not spans:
        raise Refused(f"“{said[:60]}” does not stand in this text. Check how it is spelt.", "words")
    return decide(reader, piece, Act.MASK, seen=seen, spans=spans, ground=ground)


def _as_typed(piece: Piece, said: str) -> list[Span]:
    """Words that are not words, such as a number: wherever exactly that stands."""
    spans = []
    for number, passage in enumerate(piece.passages):
        at = passage["text"].find(said)
        while at >= 0:
            spans.append((number, at, at + len(said)))
            at = passage["text"].find(said, at + len(said))
    return spans


@transaction.atomic
def undo(reader: Reader, piece: Piece, decision: Decision) -> Decision:
    """Take back one decision of a piece, one's own or a colleague's; both stay in the history."""
    request, piece = _held(reader, piece)
    if decision.piece_id != piece.pk or decision.act == Act.UNDO:
        raise Refused("There is no such decision to undo.")
    if piece.decisions.filter(undoes=decision).exists():
        raise Refused("That was undone already.")
    added = Decision.objects.create(
        piece=piece, fingerprint=piece.fingerprint, act=Act.UNDO, undoes=decision,
        by=reader.person, at=clock.now(),
    )  # fmt: skip
    _settle(piece, None)
    return added


@transaction.atomic
def rule_word(reader: Reader, request: SubjectRequest, part: str, act: str, word: str) -> WordRule:
    """Mask or show a word everywhere. Pieces in which it stands wait to be looked at again."""
    said = tidy(word)[:120]
    if not said or not word_key(said).removeprefix("word:"):
        raise Refused("Type one name or word.", "word")
    request = SubjectRequest.objects.select_for_update().get(pk=request.pk)
    _refuse_ended(request)
    request.word_rules.filter(word__iexact=said, part=part, ended_at=None).update(
        ended_at=clock.now(), ended_by=reader.person
    )
    rule = WordRule.objects.create(
        request=request, part=part, act=act, word=said, by=reader.person, at=clock.now()
    )
    if act == WordRule.Act.MASK:
        call(request, part, word_key(said))
    _wake(request, rule)
    return rule


@transaction.atomic
def end_rule(reader: Reader, request: SubjectRequest, rule: WordRule) -> None:
    request = SubjectRequest.objects.select_for_update().get(pk=request.pk)
    _refuse_ended(request)
    rule.ended_at, rule.ended_by = clock.now(), reader.person
    rule.save(update_fields=["ended_at", "ended_by"])
    _wake(request, rule)


def _wake(request: SubjectRequest, rule: WordRule) -> None:
    """What a word rule changes must be looked at again before it goes."""
    parts = Part.values if rule.part == Part.ORDINARY else [rule.part]
    gone = request.pieces.filter(part__in=parts, state=Piece.State.GOES)
    waits = [piece.pk for piece in gone if spans_of(piece, rule.word)]
    request.pieces.filter(pk__in=waits).update(state=Piece.State.WAITING)


def call(request: SubjectRequest, part: str, key: str) -> None:
    """Give a masked word what it is called, if it has no name yet."""
    if request.aliases.filter(part__in={part, Part.ORDINARY}, key=key).exists():
        return
    last = request.aliases.aggregate(last=Max("position"))["last"] or 0
    Alias.objects.create(request=request, part=part, key=key, sort=OTHER, position=last + 1)


def _held(reader: Reader, piece: Piece) -> tuple[SubjectRequest, Piece]:
    """The request and the piece, locked, so that two decisions come one after the other."""
    request = SubjectRequest.objects.select_for_update().get(pk=piece.request_id)
    _refuse_ended(request)
    fresh = pieces_for(reader, request).filter(pk=piece.pk).first()
    if fresh is None:
        raise Refused("There is no such piece.")
    return request, fresh


def _settle(piece: Piece, state: str | None) -> None:
    """Whatever changes a piece makes it wait again, until somebody says of it as it stands now
    that it goes or is withheld."""
    piece.state = state or Piece.State.WAITING
    piece.save(update_fields=["state"])


def _refuse_unseen(piece: Piece, act: str, seen: int) -> None:
    if act not in {Act.GOES, Act.WITHHOLD}:
        return
    newer = list(piece.decisions.select_related("by"))[seen:]
    if newer:
        raise Refused(CHANGED.format(newer[-1].by.formal))


def _refuse_outside(piece: Piece, spans: Sequence[Span]) -> None:
    texts = [passage["text"] for passage in piece.passages]
    fits = all(0 <= p < len(texts) and 0 <= s < e <= len(texts[p]) for p, s, e in spans)
    if not spans or not fits:
        raise Refused("This text changed since you looked. See how it stands now.")


def _refuse_ended(request: SubjectRequest) -> None:
    if not request.is_open:
        raise Refused("This request has ended, so nothing in it can be changed.")
