"""Whether the words of a job name a pupil: whoever reads jobs may not work with them."""

import re
from datetime import date

from handrail.core.names import clean, fold
from handrail.people.models import Enrolment
from handrail.school.models import School

NAMED = (
    "This looks like a pupil’s name. Jobs are no place for one: colleagues who do not work with "
    "them may see it. Log what is about the pupil instead, or press Ask again to keep it."
)
_ENDS = re.compile("['\u2019\u02bc](?:s|S)?$")
_BETWEEN = re.compile("[^\\w'\u2019\u02bc-]+")


def names_pupil(school: School, day: date, *texts: str) -> list[bool]:
    """Of each text, whether it holds the first name of a pupil on the roll that day with their
    family name, in either order, or with its first letter as a capital, as in "Leo T". One query.
    """
    said = [_as_compared(text) for text in texts]
    if not any(said):
        return [False for _ in texts]
    rows = Enrolment.objects.on_roll(day).filter(school=school)
    names = {_ways(*names) for names in rows.values_list("pupil__person__given",
                                                         "pupil__person__family")}  # fmt: skip
    return [any(way in text for ways in names for way in ways) for text in said]


def _ways(given: str, family: str) -> tuple[str, ...]:
    first, last = fold(given), fold(family)
    if not (first and last):
        return ()
    return f" {first} {last} ", f" {last} {first} ", f" {first} {last[0].upper()} "


def _as_compared(text: str) -> str:
    """Its words folded, with a space at each side; a letter that stands alone keeps its capital."""
    words = (_ENDS.sub("", word) for word in _BETWEEN.split(clean(text)))
    folded = [word if len(word) == 1 and word.isupper() else fold(word) for word in words if word]
    return f" {' '.join(folded)} " if folded else ""
