"""What the machine sees in a text: names of others, and words that may be names.

Each mark says where it stands, whom it names, what they are to the school, and whether the machine
is sure. `sort` "maybe" is a word left in sight for a reviewer to decide.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from handrail.sharing.folding import Token, tokens
from handrail.sharing.forms import is_word, words_in
from handrail.sharing.known import CARER, PUPIL, STAFF, Entry, Known

MAYBE, CONTACT = "maybe", "contact"
LONGEST_KEY = 120
TITLES = frozenset(["mr", "mrs", "miss", "ms", "mx", "dr", "sir", "madam", "revd", "rev", "prof"])
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015_.,]{0,4}")
_JOINS = re.compile(r"[ \t\-\u2010-\u2015_,]{0,2}|\.")
_ENDS = re.compile(r"[.!?:;\n\u2022\u201c\u201d\"(/]")
_REACHED_BY = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an address of mail
    r"|(?<![\w-])(?:\+44|0)(?:[ -]?\d){9,10}(?!\d)"  # a telephone number
    r"|\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b"  # a postcode
)


@dataclass(frozen=True)
class Mark:
    """One place in a passage, by its number, where a name stands or may stand."""

    p: int
    s: int
    e: int
    who: str
    sort: str
    sure: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def marks_in(
    number: int, text: str, known: Known, *, free: bool = True, humps: bool = False
) -> list[Mark]:
    """Every mark in one passage, in order, none over another.

    `free` text also has unknown words with a capital pointed at; `humps` reads names of files.
    """
    marks = [
        Mark(number, match.start(), match.end(), CONTACT, CONTACT, sure=False)
        for match in _REACHED_BY.finditer(text)
    ]
    for parted in (False, True) if humps else (False,):
        words = tokens(text, humps=parted)
        named = _names(number, words, known)
        marks += _apart_from(marks, named)
        if free and not parted:
            marks += _apart_from(marks, _unknown(number, words, known))
    return _joined(sorted(marks, key=lambda mark: mark.s), text)


def _names(number: int, words: Sequence[Token], known: Known) -> list[Mark]:
    marks: list[Mark] = []
    at = 0
    while at < len(words):
        far = max(known.reach.get(words[at].word, 0), known.reach.get(words[at].bare, 0))
        for length in range(min(far, len(words) - at), 0, -1):
            if found := _match(number, words, at, length, known):
                marks += found
                at += length
                break
        else:
            at += 1
    return [mark for mark in marks if mark.e > mark.s]


def _match(
    number: int, words: Sequence[Token], at: int, length: int, known: Known
) -> list[Mark] | None:
    """What a run of words names: nothing known (None), the pupil (no mark), or somebody else."""
    run = words[at : at + length]
    if any(not _BETWEEN.fullmatch(word.before) for word in run[1:]):
        return None
    for form, end in _readings(run):
        entries = [one for one in known.others.get(form, ()) if _written_so(one, run)]
        own = form in known.own
        if not entries and not own:
            continue
        title = words[at - 1] if at and words[at - 1].word in TITLES else None
        start = title.start if title and length < 3 else run[0].start
        if own:
            return _own(number, run, end, start, title, entries, known)
        return [_named(number, start, end, title, entries, known)]
    return None


def _readings(run: Sequence[Token]) -> list[tuple[tuple[str, ...], int]]:
    """The run as written, and without an s of possession, with where the name itself ends."""
    last, before = run[-1], tuple(word.word for word in run[:-1])
    ways = [((*before, last.word), last.end)]
    loose = (
        len(last.bare) > 2 and not is_word(last.bare) and last.word not in words_in("small_words")
    )
    if last.bare and (last.owned or loose):
        ways.append(((*before, last.bare), last.end - (last.owned or 1)))
    return ways[::-1] if last.owned else ways


def _written_so(entry: Entry, run: Sequence[Token]) -> bool:
    """Whether the words are written as this form must be."""
    if entry.form.upper:
        short = all(len(word.word) <= 4 for word in run)
        return short and all(word.upper for word in run)
    return not entry.form.capital or all(word.capital for word in run)


def _own(
    number: int, run: Sequence[Token], end: int, start: int, title: Token | None,
    entries: Sequence[Entry], known: Known,
) -> list[Mark]:  # fmt: skip
    """The pupil's own name. With a title it is somebody of the family; alone it may be another."""
    if title is not None:
        shared = [one for one in entries if one.sort in {STAFF, CARER}]
        if shared:
            return [_named(number, start, end, title, shared, known)]
        return [Mark(number, start, end, by_name((run[-1].word,)), CARER, sure=False)]
    if any(one.key in known.circle for one in entries):
        return [Mark(number, run[0].start, end, "", MAYBE, sure=False)]
    return [Mark(number, run[0].start, run[0].start, "", MAYBE, sure=True)]  # empty: dropped


def _named(
    number: int, start: int, end: int, title: Token | None, entries: Sequence[Entry], known: Known
) -> Mark:
    """Whose name it is. Staff only where nobody else can be meant, or a title says so."""
    staff = [one for one in entries if one.sort == STAFF]
    others = [one for one in entries if one.sort != STAFF]
    if title is not None and staff:
        others = []
    elif title is not None:
        others = [one for one in others if one.sort == CARER] or others
    meant = others or staff
    keys = {one.key for one in meant}
    near = keys & known.circle
    one_of = near if len(keys) > 1 and len(near) == 1 else keys
    sort = PUPIL if any(one.sort == PUPIL for one in meant) else meant[0].sort
    who = next(iter(one_of)) if len(one_of) == 1 else by_name(meant[0].form.words)
    if len(one_of) == 1:
        sort = next(one.sort for one in meant if one.key == who)
    sure = any(one.form.sure for one in meant) and not (others and staff)
    return Mark(number, start, end, who, sort, sure=sure)


def by_name(words: Sequence[str]) -> str:
    """The key of a name that may be several people's."""
    return ("name:" + " ".join(words))[:LONGEST_KEY]


def _unknown(number: int, words: Sequence[Token], known: Known) -> list[Mark]:
    """Words that may be names of people whom the school does not know."""
    small = {word.word for word in words if not word.capital}
    marks = []
    for at, word in enumerate(words):
        opens = at == 0 or bool(_ENDS.search(word.before))
        if not word.capital or (word.word,) in known.own or len(word.word) < 2:
            continue
        first = word.word in words_in("first_names") or word.bare in words_in("first_names")
        quiet = word.word in words_in("quiet_words") or word.word in known.quiet | small
        if first or not (opens or quiet or word.upper):
            marks.append(Mark(number, word.start, word.end - word.owned, "", MAYBE, sure=False))
    return marks


def _apart_from(marks: Sequence[Mark], more: Sequence[Mark]) -> list[Mark]:
    """Those of `more` that no mark stands over already."""
    taken = [(mark.s, mark.e) for mark in marks]
    return [one for one in more if all(one.e <= s or one.s >= e for s, e in taken)]


def _joined(marks: Sequence[Mark], text: str) -> list[Mark]:
    """Marks of one person that only a space or hyphen parts become one: "Zoë" "O’Brien"."""
    joined: list[Mark] = []
    for mark in marks:
        last = joined[-1] if joined else None
        if last and last.who == mark.who and last.sort == mark.sort and mark.who:
            between = text[last.e : mark.s]
            if mark.sort != CONTACT and _JOINS.fullmatch(between):
                joined[-1] = Mark(
                    mark.p, last.s, mark.e, mark.who, mark.sort, sure=last.sure or mark.sure
                )
                continue
        joined.append(mark)
    return joined
