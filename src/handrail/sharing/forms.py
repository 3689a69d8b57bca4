"""The forms in which a person's name is written: whole, turned round, short, initials, joined."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from handrail.sharing.folding import words_of

DATA = Path(__file__).parent / "data"
SHORTEST_PART = 3
SHORTEST_JOINED = 5


@dataclass(frozen=True)
class Form:
    """One way of writing a name. `capital`: only so written; `sure`: nothing else can be meant."""

    words: tuple[str, ...]
    sure: bool = True
    capital: bool = False
    upper: bool = False


@dataclass(frozen=True)
class Named:
    """The names one person goes by."""

    given: str
    family: str
    legal_given: str = ""
    legal_family: str = ""

    def pairs(self) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Every first name with every surname, as folded words."""
        givens = {words_of(name) for name in (self.given, self.legal_given) if name} or {()}
        families = {words_of(name) for name in (self.family, self.legal_family) if name} or {()}
        return {(given, family) for given in givens for family in families}


@cache
def words_in(name: str) -> frozenset[str]:
    """The words of one of our lists."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _short_names() -> dict[str, frozenset[str]]:
    """Each long name with what people say for it, and each of those with the others."""
    found: dict[str, set[str]] = {}
    for line in (DATA / "short_names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        family = line.split()
        found.setdefault(family[0], set()).update(family[1:])
        for short in family[1:]:
            found.setdefault(short, set()).add(family[0])
    return {name: frozenset(others) for name, others in found.items()}


def is_word(word: str) -> bool:
    """Whether a name is also an English word, or too short to tell."""
    return word in words_in("names_that_are_words")


@lru_cache(maxsize=30_000)
def forms_of(named: Named) -> frozenset[Form]:
    """Every form in which somebody may have written this person's name."""
    found: set[Form] = set()
    for given, family in named.pairs():
        found.update(_single(given, family))
        if given and family:
            found.update(_together(given, family))
            found.update(_initials(given, family))
    return frozenset(found)


def _single(given: tuple[str, ...], family: tuple[str, ...]) -> Iterator[Form]:
    """A first name or a surname alone, its parts, what it is shortened to, and it run together."""
    for name in (given, family):
        if len("".join(name)) > 1:
            yield _plain(name)
            yield from (
                _plain((part,)) for part in name
                if len(part) >= SHORTEST_PART and part not in words_in("particles")
            )  # fmt: skip
        if len(name) > 1 and len("".join(name)) >= SHORTEST_JOINED:
            yield _plain(("".join(name),))
    yield from (_plain((short,)) for short in _shortened(given))


def _shortened(given: tuple[str, ...]) -> Iterable[str]:
    """What a first name is shortened or drawn out to: of Will also William and Bill."""
    if not given:
        return ()
    near = _short_names().get(given[0], frozenset())
    return near.union(*(_short_names()[one] for one in near)) - {given[0]}


def _plain(words: tuple[str, ...]) -> Form:
    """Needs its capital, and is not sure, where every word of it is also an English word."""
    ordinary = all(is_word(word) or len(word) == 1 for word in words)
    return Form(words, sure=not ordinary and len("".join(words)) > 2, capital=ordinary)


def _together(given: tuple[str, ...], family: tuple[str, ...]) -> Iterator[Form]:
    firsts = {given, given[:1], *((short,) for short in _shortened(given))}
    for first in firsts:
        plain = all(is_word(word) for word in first + family)
        yield Form(first + family, sure=not plain)
        yield Form(family + first, sure=not plain, capital=plain)
        for joined in ("".join(first + family), "".join(family + first)):
            if len(joined) >= SHORTEST_JOINED:
                yield Form((joined,))
        yield Form((*first, family[0][0]), sure=False, capital=True)
        yield Form((*first, family[-1]), sure=not is_word(family[-1]) or not is_word(first[0]))
    yield Form((given[0][0], *family), sure=False, capital=True)
    yield Form((given[0][0], family[-1]), sure=False, capital=True)


def _initials(given: tuple[str, ...], family: tuple[str, ...]) -> Iterator[Form]:
    """ "JK", "J.K.", "J K"; of a double name also all of its letters."""
    letters = {
        (given[0][0], family[0][0]),
        (given[0][0], *(part[0] for part in family)),
        (*(part[0] for part in given), *(part[0] for part in family)),
    }
    for these in letters:
        yield Form(these, sure=False, capital=True, upper=True)
        yield Form(("".join(these),), sure=False, capital=True, upper=True)
