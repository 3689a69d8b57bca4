"""Whether a text that goes home names somebody else: nothing about another child may be in it."""

from collections.abc import Iterable

from handrail.people.models import Person
from handrail.school.models import School
from handrail.sharing.known import STAFF, Known, known_at
from handrail.sharing.marking import CONTACT, MAYBE, marks_in

HARMLESS = {STAFF, MAYBE, CONTACT}


class Others:
    """The names of everybody at a school but one pupil and the staff; looked up once."""

    def __init__(self, school: School, pupil: Person) -> None:
        self.known: Known = known_at(school, pupil, (), None)

    def named_in(self, text: str) -> list[str]:
        """The names in a text that are, or may be, those of another child or of a carer."""
        marks = marks_in(0, text, self.known, free=False)
        return [text[mark.s : mark.e] for mark in marks if mark.sort not in HARMLESS]

    def free_of(self, texts: Iterable[str]) -> bool:
        """Whether none of these texts names anybody."""
        return not any(self.named_in(text) for text in texts)
