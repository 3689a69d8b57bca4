"""The needs register: which pupils have which provision and needs since when, and what is due."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from handrail.core import clock
from handrail.core.names import fold
from handrail.people.models import Enrolment, Membership, Need, ProvisionSpell, Pupil
from handrail.people.need_codes import PROVISIONS, need_codes
from handrail.people.working import pupils_of
from handrail.plans.standing import REVIEW, reviews_due, with_plan
from handrail.records.models import Action
from handrail.records.reader import Reader
from handrail.school.models import School

SOON = timedelta(days=14)
YEARS = ("N1", "N2", "R", *(str(n) for n in range(1, 15)), "X")


@dataclass(frozen=True)
class Line:
    """One pupil on the register, as far as the reader may know."""

    pupil: Pupil
    year: str
    class_name: str
    provision: str
    since: date | None
    needs: tuple[Need, ...]
    has_plan: bool
    due: tuple[Action, ...]  # reviews that wait, the next one first

    @property
    def provision_said(self) -> str:
        return PROVISIONS.get(self.provision, "Not said")

    @property
    def primary(self) -> Need | None:
        return self.needs[0] if self.needs else None

    @property
    def others(self) -> tuple[Need, ...]:
        return self.needs[1:]

    @property
    def areas(self) -> frozenset[str]:
        codes = need_codes()
        return frozenset(codes[need.code].area for need in self.needs if need.code in codes)

    @property
    def due_on(self) -> date | None:
        return clock.local(self.due[0].due).date() if self.due else None

    @property
    def is_late(self) -> bool:
        return bool(self.due) and self.due[0].due < clock.now()


@dataclass(frozen=True)
class Asked:
    """How the register is narrowed and ordered; empty asks nothing."""

    name: str = ""
    provision: str = ""  # a code, or "any" for everybody on it
    code: str = ""
    area: str = ""
    year: str = ""
    group: str = ""  # the name of a class
    due: str = ""  # "late", "soon", or "none": no plan
    order: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Asked":
        """From what a page sent; anything else that was sent is left aside."""
        return cls(**{name: str(said.get(name, ""))[:80] for name in cls.__dataclass_fields__})


def register_of(reader: Reader, school: School, asked: Asked) -> list[Line]:
    """The pupils on roll who have provision or a named need, narrowed and ordered.

    Nobody their own child. The number of queries does not grow with the pupils.
    """
    day = reader.day
    standing = Need.objects.on(day).filter(pupil__enrolments__school=school)
    rows = pupils_of(school, day).filter(
        Q(sen_provision__in=("K", "E")) | Q(pk__in=standing.values("pupil"))
    ).exclude(pk__in=reader.own_child_ids)  # fmt: skip
    if asked.name:
        rows = rows.filter(_named(asked.name))
    pupils = list(rows.select_related("person").distinct())
    lines = _lines(reader, school, pupils)
    return sorted((line for line in lines if _fits(line, asked)), key=_order(asked.order))


def _named(name: str) -> Q:
    found = Q()
    for part in fold(name).split():
        found &= Q(person__folded__contains=part)
    return found


def _lines(reader: Reader, school: School, pupils: Sequence[Pupil]) -> list[Line]:
    day, keys = reader.day, [pupil.pk for pupil in pupils]
    years = dict(
        Enrolment.objects.on_roll(day).filter(school=school, pupil__in=keys)
        .values_list("pupil", "year")
    )  # fmt: skip
    classes = dict(
        Membership.objects.on(day).filter(
            person__in=keys, role=Membership.Role.PUPIL, group__school=school, group__sort="class"
        ).values_list("person", "group__name")
    )  # fmt: skip
    needs = _by_pupil(Need.objects.on(day).filter(pupil__in=keys).order_by("rank", "pk"))
    spells = {row.pupil_id: row for row in ProvisionSpell.objects.on(day).filter(pupil__in=keys)}
    planned = with_plan(reader, school, keys, "support_plan")
    due = _by_pupil(reviews_due(reader, school).filter(evidence=f"record:{REVIEW}"))
    return [
        Line(
            pupil, years.get(pupil.pk, ""), classes.get(pupil.pk, ""), pupil.sen_provision,
            _since(spells.get(pupil.pk), pupil), tuple(needs.get(pupil.pk, ())),
            pupil.pk in planned, tuple(due.get(pupil.pk, ())),
        )
        for pupil in pupils
    ]  # fmt: skip


def _by_pupil(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.pupil_id, []).append(row)
    return found


def _since(spell: ProvisionSpell | None, pupil: Pupil) -> date | None:
    return spell.starts if spell and spell.provision == pupil.sen_provision else None


def _fits(line: Line, asked: Asked) -> bool:
    soon = clock.today() + SOON
    due = {
        "": True,
        "late": line.is_late,
        "soon": line.due_on is not None and line.due_on <= soon,
        "none": not line.has_plan,
    }
    return all((
        asked.provision in {"", line.provision},
        not asked.code or any(need.code == asked.code for need in line.needs),
        not asked.area or asked.area in line.areas,
        asked.year in {"", line.year},
        asked.group in {"", line.class_name},
        due.get(asked.due, True),
    ))  # fmt: skip


def _order(name: str) -> Callable[[Line], Any]:
    orders: dict[str, Callable[[Line], Any]] = {
        "year": lambda line: YEARS.index(line.year) if line.year in YEARS else len(YEARS),
        "provision": lambda line: "EKN".find(line.provision or "?") % 4,
        "since": lambda line: line.since or date.min,
        "need": lambda line: line.primary.code if line.primary else "~",
        "due": lambda line: line.due_on or date.max,
    }
    first = orders.get(name, lambda line: 0)

    def key(line: Line) -> Any:
        person = line.pupil.person
        return first(line), fold(person.family), fold(person.given)

    return key
