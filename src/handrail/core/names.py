"""Names of people: cleaned but never corrected, folded for search, and made short."""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile("[\u0027\u2018\u2019\u02bc\u02bb\u0060\u00b4]")
_HYPHENS = re.compile("[-\u2010\u2011\u2012\u2013\u2014_.]")
_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)
_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f]")
_DIRECTION = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_JOINERS = re.compile("[\u200c\u200d]")  # letters of Persian and Sinhala names, say, need them
_BROKEN = re.compile("\ufffd|[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def clean(text: str) -> str:
    """NFC, without control and direction marks, single spaces. Capitals stay as they came."""
    visible = _DIRECTION.sub("", _CONTROL.sub(" ", unicodedata.normalize("NFC", text)))
    return " ".join(visible.split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A name as search compares it: no accents, no capitals, no apostrophes, hyphens as spaces."""
    plain = clean(text).casefold()
    if not plain.isascii():  # most records are plain English, and the index folds every one
        plain = unicodedata.normalize("NFKD", _JOINERS.sub("", plain)).translate(_SPECIAL)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _HYPHENS.sub(" ", _APOSTROPHES.sub("", plain)).casefold()
    return " ".join(plain.split())


def initials(given: str, family: str) -> str:
    """ "LT" for Leo Turner; one letter where there is one name; "?" where there is none."""
    letters = [name.strip()[0] for name in (given, family) if name.strip()]
    return "".join(letters).upper() or "?"


def short_name(given: str, family: str) -> str:
    """ "Leo T", as colleagues say it; the whole name where there is only one."""
    given, family = given.strip(), family.strip()
    if not given:
        return family
    return f"{given} {family[0].upper()}" if family else given


def looks_broken(text: str) -> bool:
    """Whether letters were lost on the way, as in "ZoÃ«"."""
    return bool(_BROKEN.search(text))
