"""The school's strategies beside a pupil's plan: those for their needs first; in how many plans."""

from collections import Counter
from typing import Any

from handrail.people.models import Need, Person
from handrail.plans.standing import keys_in_force
from handrail.records.kind import kind_named
from handrail.records.models import Involvement, Record
from handrail.records.reader import Reader
from handrail.records.rules import PASTORAL
from handrail.school.models import School
from handrail.strategies.finding import best_first, strategies_at

PLAN = "support_plan"


def may_know_needs(reader: Reader, school: School, pupil: int) -> bool:
    """Leads and whoever works with the pupil; nobody of their own child."""
    works = pupil in reader.pupils_at(school.pk)
    return pupil not in reader.own_child_ids and (works or reader.holds(school.pk, *PASTORAL))


def needs_known(reader: Reader, school: School, pupil: Person) -> set[str]:
    """The codes of a pupil's needs today, as far as the reader may know of them."""
    if not may_know_needs(reader, school, pupil.pk):
        return set()
    return set(Need.objects.on(reader.day).filter(pupil=pupil.pk).values_list("code", flat=True))


def strategies_to_name(reader: Reader, school: School, pupil: Person) -> list[str]:
    """The names that a plan can pick from, those for the pupil's needs first."""
    rows = strategies_at(school)
    return [one.name for one in best_first(rows, needs_known(reader, school, pupil))]


def used_in(reader: Reader, school: School) -> Counter[str]:
    """In how many support plans in force that the reader may know of each strategy is named."""
    declared = kind_named(PLAN).rows_named("supports")
    assert declared is not None  # noqa: S101 - for the types alone
    every: Any = declared.table._default_manager
    rows = every.exclude(named="")
    known = Record.objects.readable_by(reader).filter(
        kind=PLAN, school=school, pk__in=rows.values("record")
    )
    people = Involvement.objects.filter(record__in=known.values("pk"), role="about")
    keys = keys_in_force(reader, school, list(people.values_list("person", flat=True)), PLAN)
    pairs = rows.filter(record__in=keys).values_list("record", "named")
    return Counter(name for _, name in set(pairs))
