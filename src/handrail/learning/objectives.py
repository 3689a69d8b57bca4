"""Objectives: finding them by any part of their words, and a pupil's own targets in their words."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from handrail.core.ids import new_uuid
from handrail.core.names import fold
from handrail.core.prose import tidy
from handrail.learning.models import Framework, Mark, Objective, PlanObjective
from handrail.learning.reading import may_read_learning
from handrail.people.models import Person
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.school.models import School

OWN_TARGETS = "Pupils’ own targets"
MOST_WORDS = 8


def objectives_at(school: School) -> QuerySet[Objective]:
    """The objectives of a school that are in use; nobody's own targets."""
    return Objective.objects.filter(
        framework__school=school, framework__retired_on=None, retired_on=None, pupil=None
    ).select_related("framework")


def search_objectives(
    school: School, words: str = "", *, subject: str = "", stage: str = "", framework: str = ""
) -> QuerySet[Objective]:
    """Objectives in which every part of the words stands somewhere, in the order of their list.

    `subject` and `framework` are whole names; `stage` is a key stage or a year ("KS2", "3").
    """
    rows = objectives_at(school)
    for part in fold(words).split()[:MOST_WORDS]:
        rows = rows.filter(folded__contains=part)
    if subject:
        rows = rows.filter(subject=subject)
    if stage:
        span = Q(year__startswith=f"{stage}-") | Q(year__endswith=f"-{stage}")
        rows = rows.filter(Q(stage=stage) | Q(year=stage) | span)
    if framework:
        rows = rows.filter(framework__name=framework)
    return rows.order_by("framework__name", "position", "id")


def subjects_and_stages(school: School) -> tuple[list[str], list[str]]:
    """What the objectives of a school can be narrowed to."""
    rows = objectives_at(school).order_by()
    subjects = rows.exclude(subject="").values_list("subject", flat=True).distinct()
    stages = rows.exclude(stage="").values_list("stage", flat=True).distinct()
    return sorted(subjects), sorted(stages)


def in_use(objectives: Iterable[int]) -> frozenset[int]:
    """Those of these objectives that stand in a plan or carry a mark: they are never renamed."""
    keys = list(objectives)
    marked = Mark.objects.filter(objective__in=keys).order_by().values_list("objective", flat=True)
    planned = PlanObjective.objects.filter(objective__in=keys).order_by()
    return frozenset(marked.distinct()) | frozenset(planned.values_list("objective", flat=True))


@transaction.atomic
def add_own_target(reader: Reader, school: School, pupil: Person, words: str) -> Objective:
    """Keep a target that the pupil set for themselves, in their own words."""
    if not may_read_learning(reader, school.pk, pupil.pk):
        raise Refused("There is no such pupil.")
    if len(said := tidy(words)[:1000]) < 3:
        raise Refused("Write the target in the pupil’s own words.", "target")
    framework, _ = Framework.objects.get_or_create(
        school=school, name=OWN_TARGETS, defaults={"sort": Framework.Sort.PUPIL}
    )
    same = own_targets(school, pupil).filter(text=said).first()
    return same or Objective.objects.create(
        framework=framework, code=str(new_uuid()), text=said, pupil=pupil
    )


def own_targets(school: School, pupil: Person) -> QuerySet[Objective]:
    """The pupil's own targets that are in use."""
    return Objective.objects.filter(framework__school=school, pupil=pupil, retired_on=None)


def own_targets_among(school: School, pupils: Iterable[int]) -> QuerySet[Objective]:
    """The own targets of several pupils, each with its pupil, by first name."""
    rows = Objective.objects.filter(framework__school=school, pupil__in=pupils, retired_on=None)
    return rows.select_related("framework", "pupil").order_by("pupil__given", "id")
