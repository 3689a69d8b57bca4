"""What everybody is called in a bundle: "Pupil A", "Carer B", "Staff member 1"."""

from collections.abc import Iterable, Mapping

from handrail.sharing.known import CARER, OTHER, PUPIL, STAFF
from handrail.sharing.marking import CONTACT
from handrail.sharing.models import Alias
from handrail.sharing.models.piece import Part

CALLED = {PUPIL: "Pupil", CARER: "Carer", STAFF: "Staff member", OTHER: "Person"}
NOBODY = "[name]"
FOR_CONTACT = "[contact details]"


def names_for(aliases: Iterable[Alias], part: str) -> Mapping[str, str]:
    """By key, what each is called in a part.

    Letters of the ordinary part come first and stay the same whether or not there is another.
    """
    rows = sorted(aliases, key=lambda row: (row.part != Part.ORDINARY, row.position))
    if part == Part.ORDINARY:
        rows = [row for row in rows if row.part == Part.ORDINARY]
    counts = dict.fromkeys(CALLED, 0)
    names: dict[str, str] = {}
    for row in rows:
        if row.key not in names:
            number = counts[row.sort] = counts[row.sort] + 1
            sign = str(number) if row.sort == STAFF else letter(number)
            names[row.key] = f"{CALLED[row.sort]} {sign}"
    return names


def letter(number: int) -> str:
    """A, B … Z, AA, AB, counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def name_of(names: Mapping[str, str], who: str, sort: str) -> str:
    return FOR_CONTACT if sort == CONTACT else names.get(who, NOBODY)
