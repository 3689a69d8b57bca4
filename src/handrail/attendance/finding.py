"""Whose line it is: a pupil of the school by UPN, number or name, and never a guess."""

from collections.abc import Mapping

from handrail.core.names import fold
from handrail.people.models import Enrolment, Identifier, Pupil
from handrail.school.models import School

NOBODY = "No pupil of this school is known by this."
SEVERAL = "More than one pupil of this school is known by this. Give the UPN."
UNSAID = "Say whose attendance it is."


class Finder:
    """The pupils of a school, those who left too, by whatever a register names them; three
    queries."""

    def __init__(self, school: School) -> None:
        self._known: dict[str, set[int]] = {}
        here = Enrolment.objects.filter(school=school).values("pupil")
        for pupil in Pupil.objects.filter(pk__in=here).select_related("person"):
            person = pupil.person
            for name in (f"{person.given} {person.family}", f"{person.family} {person.given}",
                         person.name):  # fmt: skip
                self._add(f"name {fold(name)}", pupil.pk)
            self._add(f"upn {pupil.upn.upper()}" if pupil.upn else "", pupil.pk)
            self._add(f"id {person.uuid}", pupil.pk)
        others = Identifier.objects.filter(school=school, person__in=here)
        for person_id, sort, value in others.values_list("person", "sort", "value"):
            head = "upn" if sort.endswith("upn") else "id"
            self._add(f"{head} {value.upper() if head == 'upn' else value.casefold()}", person_id)

    def _add(self, key: str, pupil: int) -> None:
        if key:
            self._known.setdefault(key, set()).add(pupil)

    def find(self, cells: Mapping[str, str]) -> int | str:
        """The pupil's key, or the sentence that says why there is none. What is given is asked in
        order: UPN, number, name; the first that is filled decides."""
        told = cells.get("pupil", "")
        upn, number = cells.get("upn", "") or told, cells.get("id", "") or told
        asked = [f"upn {upn.replace(' ', '').upper()}"] if upn else []
        asked += [f"id {number.casefold()}"] if number else []
        if name := cells.get("name", "") or told:
            asked.append(f"name {fold(name.replace(',', ' '))}")
        if not asked:
            return UNSAID
        for key in asked:
            found = self._known.get(key, set())
            if found:
                return SEVERAL if len(found) > 1 else next(iter(found))
            if not told:
                return NOBODY
        return NOBODY
