"""The tables of the school room."""

from handrail.school.models.group import Group
from handrail.school.models.logo import Logo
from handrail.school.models.period import OpeningTime, Period
from handrail.school.models.place import Place
from handrail.school.models.school import School, Trust
from handrail.school.models.term import ClosedDay, Term
from handrail.school.models.word import Word

__all__ = [
    "ClosedDay",
    "Group",
    "Logo",
    "OpeningTime",
    "Period",
    "Place",
    "School",
    "Term",
    "Trust",
    "Word",
]
