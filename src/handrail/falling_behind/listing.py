"""The list: who meets the rule today, why, and what has been tried; the most signs first.

It is worked out when somebody looks, and kept nowhere: a sign goes when what made it goes. A person
decides what to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handrail.core.clock import MIDNIGHT, at_local
from handrail.falling_behind.ruling import Terms
from handrail.falling_behind.signs import Sign, Watch, signs_on, tracks_of
from handrail.feedback.asking import Asked, Child
from handrail.feedback.counting import records_about
from handrail.plans.standing import kinds_in_force
from handrail.programmes.models import ProgrammePupil
from handrail.records.kind import kind_named
from handrail.records.reader import Reader
from handrail.school.models import School

CONTACTS_SINCE = timedelta(weeks=26)
NO_HELP_TO_LEARN = frozenset({"care_plan", "medicine_plan"})  # agreed for other reasons


@dataclass
class Tried:
    """What was done for a pupil already, as far as this reader may know of it."""

    programmes: list[ProgrammePupil] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)
    contacts: int = 0
    last_contact: datetime | None = None

    @property
    def nothing(self) -> bool:
        return not (self.programmes or self.plans or self.contacts)


@dataclass(frozen=True)
class Listed:
    child: Child
    signs: list[Sign]
    tried: Tried


def watch_for(asked: Asked, terms: Terms) -> Watch:
    """The rule over the pupils whose learning the reader may read, and no others."""
    return Watch(asked.reader, asked.school, tuple(asked.keys), terms)


def listed_today(asked: Asked, terms: Terms) -> list[Listed]:
    """Everybody of these pupils who meets the rule; as many queries for one as for all."""
    watch = watch_for(asked, terms)
    signs = signs_on(watch, asked.reader.day, tracks_of(watch))
    tried = _tried(asked.reader, asked.school, list(signs))
    rows = [
        Listed(child, signs[child.pupil.pk], tried[child.pupil.pk])
        for child in asked.children if child.pupil.pk in signs
    ]  # fmt: skip
    return sorted(rows, key=lambda row: -len({sign.sort for sign in row.signs}))


def _tried(reader: Reader, school: School, pupils: Sequence[int]) -> dict[int, Tried]:
    found = {pupil: Tried() for pupil in pupils}
    places = ProgrammePupil.objects.filter(pupil__in=pupils, programme__school=school)
    for place in places.select_related("programme").order_by("-starts", "-pk"):
        found[place.pupil_id].programmes.append(place)
    for pupil, kind in sorted(kinds_in_force(reader, school, pupils)):
        if pupil in found and kind not in NO_HELP_TO_LEARN:
            found[pupil].plans.append(kind_named(kind).label)
    since = at_local(reader.day - CONTACTS_SINCE, MIDNIGHT)
    rows = records_about(reader, "contact", pupils).filter(school=school, happened_at__gte=since)
    for pupil, at in rows.order_by("happened_at").values_list(
        "involvements__person", "happened_at"
    ):
        if pupil in found:
            found[pupil].contacts += 1
            found[pupil].last_contact = at
    return found
