"""Progress: where a pupil stands on each objective, how much help it took, and what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from handrail.core import clock
from handrail.learning.models import LessonPlan, Mark, Objective, PlanObjective, Prerequisite
from handrail.learning.objectives import own_targets
from handrail.people.models import Person
from handrail.school.models import Group, School

Level = Mark.Level
LATELY = timedelta(weeks=6)
HELP_WEEKS = 8
MOST_NEXT = 6
MOST_COLUMNS = 8


@dataclass(frozen=True)
class Standing:
    """One objective for one pupil: the last mark, how many there are, how many took help."""

    objective: Objective
    last: Mark
    count: int
    helped: int

    @property
    def is_secure(self) -> bool:
        """Done elsewhere too: what is learned holds outside the lesson it was learned in."""
        return self.last.level == Level.ELSEWHERE


def standing_of(
    pupil: Person, school: School, *, start: int = 0, most: int = 20
) -> tuple[list[Standing], bool]:
    """The pupil's objectives, those marked last first, and whether there are more.

    Three questions, each by an index, however many marks there are.
    """
    totals = list(
        Mark.objects.filter(pupil=pupil, school=school, withdrawn_at=None)
        .order_by().values("objective")
        .annotate(count=Count("id"), helped=Count("id", filter=Q(level=Level.WITH_HELP)),
                  at=Max("happened_at"))
    )  # fmt: skip
    totals.sort(key=lambda row: row["at"], reverse=True)
    page = totals[start : start + most]
    last = _last_marks(pupil, [row["objective"] for row in page])
    found = [
        Standing(last[row["objective"]].objective, last[row["objective"]], row["count"],
                 row["helped"])
        for row in page if row["objective"] in last
    ]  # fmt: skip
    return found, len(totals) > start + most


def _last_marks(pupil: Person, objectives: Sequence[int]) -> dict[int, Mark]:
    newest = Mark.objects.filter(pupil=pupil, objective=OuterRef("pk"), withdrawn_at=None)
    keys = (
        Objective.objects.filter(pk__in=objectives)
        .order_by()
        .annotate(newest=Subquery(newest.order_by("-happened_at", "-id").values("pk")[:1]))
        .values_list("newest", flat=True)
    )
    rows = Mark.objects.filter(pk__in=list(keys)).select_related("objective", "marked_by")
    return {row.objective_id: row for row in rows}


@dataclass(frozen=True)
class Week:
    """How the marks of one week fell: how many at each level."""

    starts: datetime
    counts: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        return sum(self.counts)


def help_by_week(pupil: Person, school: School) -> list[Week]:
    """The marks of the last eight weeks by level, oldest week first; weeks without marks are left
    out, so that a holiday does not look like a fall."""
    first = clock.at_local(clock.today() - timedelta(days=clock.today().weekday()), clock.MIDNIGHT)
    since = first - timedelta(weeks=HELP_WEEKS - 1)
    weeks: dict[int, list[int]] = {}
    rows = Mark.objects.filter(
        pupil=pupil, school=school, withdrawn_at=None, happened_at__gte=since
    )
    for level, at in rows.order_by().values_list("level", "happened_at"):
        number = (clock.local(at).date() - clock.local(since).date()).days // 7
        weeks.setdefault(number, [0, 0, 0, 0])[level] += 1
    return [
        Week(since + timedelta(weeks=number), (c[0], c[1], c[2], c[3]))
        for number, c in sorted(weeks.items())
    ]


def comes_next(pupil: Person, school: School) -> list[Objective]:
    """What the pupil is ready for: every objective it needs, if still in use, is done on their own
    or elsewhere, and one of those leads to it or is the small step before it; nothing that was
    begun already. Looks at every objective that was ever marked; four questions for any number."""
    level = _last_levels(pupil, school)
    ready = {key for key, last in level.items() if last >= Level.ON_THEIR_OWN}
    if not ready:
        return []
    steps = _next_steps(ready)
    led_to = Prerequisite.objects.filter(needs__in=ready).values("objective")
    links = Prerequisite.objects.filter(Q(objective__in=led_to) | Q(objective__in=steps)).exclude(
        needs__retired_on__isnull=False
    )
    needs: dict[int, set[int]] = {step: set() for step in steps}
    for objective, needed in links.values_list("objective_id", "needs_id"):
        needs.setdefault(objective, set()).add(needed)
    fresh = {key for key, needed in needs.items() if needed <= ready} - level.keys()
    rows = Objective.objects.filter(
        pk__in=fresh, retired_on=None, framework__school=school, framework__retired_on=None
    )
    return list(rows.order_by("framework__name", "position")[:MOST_NEXT])


def _last_levels(pupil: Person, school: School) -> dict[int, int]:
    """By objective: the level of the last standing mark of this pupil, each found by the index."""
    marks = Mark.objects.filter(pupil=pupil, school=school, withdrawn_at=None)
    newest = marks.filter(objective=OuterRef("pk")).order_by("-happened_at", "-id")
    rows = Objective.objects.filter(pk__in=marks.order_by().values("objective")).order_by()
    return dict(rows.annotate(last=Subquery(newest.values("level")[:1])).values_list("pk", "last"))


def _next_steps(ready: Iterable[int]) -> set[int]:
    """For each objective with small steps that are done, the step after the furthest of them."""
    done = set(ready)
    parents = Objective.objects.filter(pk__in=done).exclude(parent=None).values("parent")
    steps = Objective.objects.filter(parent__in=parents).filter(Q(retired_on=None) | Q(pk__in=done))
    found: dict[int | None, int] = {}
    after: dict[int | None, int] = {}
    for key, parent in steps.order_by("-position", "-id").values_list("pk", "parent_id"):
        if key in done and parent not in found:
            found[parent] = after.get(parent, 0)
        after[parent] = key
    return {step for step in found.values() if step}


def marks_of(pupil: Person, school: School) -> QuerySet[Mark]:
    """Every mark of a pupil at a school, withdrawn ones too, newest first."""
    return (
        Mark.objects.filter(pupil=pupil, school=school)
        .select_related("objective", "marked_by", "withdrawn_by", "plan")
        .order_by("-happened_at", "-id")
    )


def targets_of(pupil: Person, school: School) -> list[Objective]:
    """The pupil's own targets, in their words."""
    return list(own_targets(school, pupil).order_by("-id"))


def objectives_of(group: Group) -> list[Objective]:
    """What the group worked on of late: the objectives of its last plans, newest first; nobody's
    own targets, which are no group's to read."""
    since = clock.today() - LATELY
    recent = LessonPlan.objects.filter(group=group, date__gte=since, date__lte=clock.today())
    rows = PlanObjective.objects.filter(plan__in=recent, objective__pupil=None)
    rows = rows.order_by("-plan__date", "position")
    keys = list(dict.fromkeys(rows.values_list("objective_id", flat=True)))[:MOST_COLUMNS]
    found = Objective.objects.in_bulk(keys)
    return [found[key] for key in keys]


def grid_of(pupils: Sequence[int], objectives: Sequence[int]) -> dict[tuple[int, int], Mark]:
    """The last standing mark of each pupil at each objective, of the last six weeks."""
    since = clock.at_local(clock.today() - LATELY, clock.MIDNIGHT)
    rows = Mark.objects.filter(
        pupil__in=list(pupils), objective__in=list(objectives), withdrawn_at=None,
        happened_at__gte=since,
    ).only("pupil_id", "objective_id", "level", "happened_at")  # fmt: skip
    return {(row.pupil_id, row.objective_id): row for row in rows.order_by("happened_at", "id")}
