"""Which plans about a pupil hold at a moment, in which versions, and which are to be looked at."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from handrail.core import clock
from handrail.database.written_once import written_once
from handrail.people.models import Person
from handrail.records.in_force import InForce, standing_with
from handrail.records.kind import Kind, all_kinds, kind_named
from handrail.records.models import Action, Record
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import Reader
from handrail.records.reading import details_of
from handrail.records.sensitivity import Sensitivity
from handrail.records.snapshots import rows_of
from handrail.records.standing_facts import rows_by_slug
from handrail.school.models import School

IN_A_CRISIS = ("handling_plan", "risk_assessment", "behaviour_plan")  # read on the spot
PLANS = (*IN_A_CRISIS, "support_plan", "profile", "medicine_plan", "care_plan")
REVIEW = "support_review"
EVIDENCE = tuple(f"record:{slug}" for slug in (*PLANS, REVIEW))
AHEAD = timedelta(days=14)  # from then on a review that is coming up waits on its owner


def plan_kinds() -> list[Kind]:
    """The kinds of plan that are declared, in the order in which they are read."""
    return [kind_named(slug) for slug in PLANS]


def plans_in_force(reader: Reader, school: School, pupil: Person, at: datetime) -> list[InForce]:
    """The plans about a pupil that held at a moment, as far as the reader may know of them.

    The last version of each kind by then; none of a kind whose last version ended it.
    """
    return plans_in_force_of(reader, school, [pupil.pk], at).get(pupil.pk, [])


def plans_in_force_of(
    reader: Reader, school: School, people: Sequence[int], at: datetime
) -> dict[int, list[InForce]]:
    """The same for many pupils at once, by person; as many queries as for one."""
    if not people:
        return {}
    rows = _versions(Record.objects.readable_by(reader), school.pk, people, at)
    newest: dict[tuple[int, str], int] = {}
    for pk, kind, person in rows.values_list("pk", "kind", "involvements__person"):
        newest.setdefault((person, kind), pk)
    known = Record.objects.readable_by(reader).filter(pk__in=newest.values())
    stood = {
        plan.record.pk: plan for plan in as_they_stood(known.select_related("author", "school"))
    }
    found: dict[int, list[InForce]] = {}
    for slug in PLANS:
        for (person, kind), pk in newest.items():
            if kind == slug and (plan := stood.get(pk)) and not plan.detail.ended:
                found.setdefault(person, []).append(plan)
    return found


def as_they_stood(records: Iterable[Record]) -> list[InForce]:
    """Records of plans and their reviews with columns and rows, in the order they are read."""
    order = (*PLANS, REVIEW)
    ordered = sorted(records, key=lambda record: order.index(record.kind))
    details_of(ordered)
    rows = rows_of(ordered)
    return [
        InForce(record, record.detail, rows_by_slug(record.declared, rows.get(record.pk, [])))  # type: ignore[attr-defined]
        for record in ordered
    ]


def _versions(
    known: RecordQuerySet, school: int, people: Sequence[int], at: datetime, *kinds: str
) -> RecordQuerySet:
    """Every version about these people by a moment, newest first within each kind."""
    found = known.filed_with(people, "about", *(kinds or PLANS), school=school, by=at)
    return found.newest_of_each_kind_first()


def versions_of(reader: Reader, school: School, pupil: Person, slug: str) -> list[Record]:
    """Every version of one kind of plan that the reader may know of, newest first."""
    rows = _versions(Record.objects.readable_by(reader), school.pk, [pupil.pk], clock.now(), slug)
    return list(rows.select_related("author", "school"))


def with_plan(reader: Reader, school: School, people: Sequence[int], *kinds: str) -> set[int]:
    """Ids of those about whom a plan (of these kinds, when given) is in force that the reader may
    know of; one query."""
    return {person for person, _ in kinds_in_force(reader, school, people, *kinds)}


def kinds_in_force(
    reader: Reader, school: School, people: Sequence[int], *kinds: str
) -> set[tuple[int, str]]:
    """The same with the kind of each: pairs of id and slug."""
    if not people:
        return set()
    known = Record.objects.readable_by(reader)
    standing: dict[tuple[int, str], bool] = {}
    for person, kind, ended in _standing(known, school.pk, tuple(people), clock.now(), kinds):
        standing.setdefault((person, kind), not ended)
    return {pair for pair, stands in standing.items() if stands}


def keys_in_force(reader: Reader, school: School, people: Sequence[int], kind: str) -> set[int]:
    """The keys of the records of one kind of plan about these people that are in force and that
    the reader may know of; one query."""
    if not people:
        return set()
    known = Record.objects.readable_by(reader)
    rows = _versions(known, school.pk, people, clock.now(), kind)
    standing: dict[int, tuple[int, bool]] = {}
    for person, pk, ended in rows.annotate(has_ended=_has_ended()).values_list(
        "involvements__person", "pk", "has_ended"
    ):
        standing.setdefault(person, (pk, ended))
    return {pk for pk, ended in standing.values() if not ended}


@written_once
def _standing(
    known: RecordQuerySet, school: int, people: tuple[int, ...], at: datetime,
    kinds: tuple[str, ...],
) -> "QuerySet[Any, tuple[int, str, bool]]":  # fmt: skip
    rows = _versions(known, school, people, at, *kinds).annotate(has_ended=_has_ended())
    return rows.values_list("involvements__person", "kind", "has_ended")


def _has_ended() -> Q:
    """Whether a version ended its plan, asked of the table of each kind of plan."""
    ended = Q()
    for kind in plan_kinds():
        rows = kind.detail._default_manager.filter(record=OuterRef("pk"), ended=True)
        ended |= Q(Exists(rows))
    return ended


def reviews_due(reader: Reader, school: School) -> QuerySet[Action]:
    """Open actions that ask for a plan to be looked at, the most pressing first."""
    rows = Action.objects.filter(school=school, state=Action.State.OPEN, evidence__in=EVIDENCE)
    known = Record.objects.readable_by(reader).filter(actions__in=rows)
    return (
        rows.filter(record__in=known.values("pk"))
        .select_related("pupil", "record", "owner_person")
        .order_by("due", "pk")
    )


def without_far_off(actions: QuerySet[Action], until: datetime) -> QuerySet[Action]:
    """Leave out what waits for a day that a record names and that lies after `until`."""
    dated = sorted({duty.slug for kind in all_kinds() for duty in kind.duties if duty.on_a_date})
    return actions.exclude(duty__in=dated, due__gt=until)


def clock_runs(school: School | None, pupil: Person, duty: str) -> bool:
    """Whether such an action about a pupil is open on a record that is not restricted.

    For the rules of a kind: it asks for no reader, and so looks at nothing that only some may
    know of.
    """
    return Action.objects.filter(
        school=school, pupil=pupil, duty=duty, evidence=f"record:{REVIEW}",
        state=Action.State.OPEN, record__sensitivity__lt=Sensitivity.RESTRICTED,
    ).exists()  # fmt: skip


def is_first(slug: str, school: School | None, pupil: Person, at: datetime) -> bool:
    """Whether no version of a plan that is not restricted came before a moment."""
    if school is None:
        return True
    before = standing_with([pupil.pk], "about", slug, school).filter(happened_at__lt=at)
    return not before.exists()
