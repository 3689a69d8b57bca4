"""What a reader asks of progress: which days, which pupils. Only pupils whose learning is open to
them exist here, so that no number says anything of another."""

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from handrail.learning.reading import open_pupils
from handrail.measures.ranges import Range
from handrail.people.models import Enrolment, Membership, Pupil
from handrail.people.working import pupils_of
from handrail.records.reader import Reader
from handrail.school.models import School

NO_NEED = "No need said"
NONE = "none"  # asks for those of no group, or of no year


@dataclass(frozen=True)
class Child:
    """A pupil with what they are sorted by: year, groups (number and name), needs."""

    pupil: Pupil
    year: str
    groups: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Narrowed:
    """What the address asks for; an empty part narrows nothing."""

    pupil: str = ""
    group: str = ""
    year: str = ""
    need: str = ""
    subject: str = ""

    def takes(self, child: Child) -> bool:
        numbers = {number for number, _ in child.groups} or {NONE}
        return (
            (not self.pupil or str(child.pupil.person.uuid) == self.pupil)
            and (not self.group or self.group in numbers)
            and (not self.year or (child.year or NONE) == self.year)
            and (not self.need or self.need in child.needs)
        )


@dataclass(frozen=True)
class Asked:
    reader: Reader
    school: School
    span: Range
    by: Narrowed = field(default_factory=Narrowed)

    @cached_property
    def every(self) -> list[Child]:
        """The pupils on roll today whose learning this reader may read, by surname."""
        day = self.reader.day
        rows = list(pupils_of(self.school, day).distinct())
        open_ = open_pupils(self.reader, self.school.pk, [row.pk for row in rows])
        there = Enrolment.objects.on_roll(day).filter(school=self.school, pupil__in=open_)
        years = dict(there.values_list("pupil", "year"))
        groups: dict[int, list[tuple[str, str]]] = {}
        members = Membership.objects.on(day).filter(
            person__in=open_, role=Membership.Role.PUPIL, group__school=self.school
        )
        for person, number, name in members.order_by("group__name").values_list(
            "person", "group__uuid", "group__name"
        ):
            groups.setdefault(person, []).append((str(number), name))
        return [
            Child(row, years.get(row.pk, ""), tuple(groups.get(row.pk, ())), needs_in(row))
            for row in rows if row.pk in open_
        ]  # fmt: skip

    @cached_property
    def children(self) -> list[Child]:
        """Those of them that are asked for."""
        return [child for child in self.every if self.by.takes(child)]

    @cached_property
    def keys(self) -> list[int]:
        return [child.pupil.pk for child in self.children]


def needs_in(pupil: Pupil) -> tuple[str, ...]:
    """Each need that stands on a pupil's page: "SEN support · SEMH" are two."""
    parts = tuple(part.strip() for part in pupil.needs.split("·") if part.strip())
    return parts or (NO_NEED,)


def is_number(text: str) -> bool:
    """Whether it can be the public number of anything."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
