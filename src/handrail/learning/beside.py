"""Learning as it leaves: all marks and plans about a pupil in words, and the school's tables."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from handrail.core.clock import MIDNIGHT, at_local
from handrail.core.dates import said_day, said_moment
from handrail.learning.models import LessonPlan, Mark, Objective
from handrail.people.models import Person
from handrail.records.beside import Said, Tables
from handrail.school.models import School


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """The pupil's own targets, every mark by objective, and every plan that names them."""
    targets = Objective.objects.filter(pupil=pupil, framework__school=school).order_by("id")
    said = [Said("Own target", one.text) for one in targets]
    return [*said, *_marks(pupil, school, since, until), *_plans(pupil, school, since, until)]


def _marks(
    pupil: Person, school: School, since: date | None, until: date | None
) -> Iterator[Said]:  # fmt: skip
    rows = Mark.objects.filter(pupil=pupil, school=school)
    if since:
        rows = rows.filter(happened_at__gte=at_local(since, MIDNIGHT))
    if until:
        rows = rows.filter(happened_at__lt=at_local(until + timedelta(days=1), MIDNIGHT))
    lines: dict[str, list[str]] = {}
    for mark in rows.select_related("objective", "marked_by").order_by("happened_at", "id"):
        lines.setdefault(mark.objective.text, []).append(_line(mark))
    for objective, marks in lines.items():
        yield Said("Objective, and every mark of it", "\n".join([objective, *marks]))


def _line(mark: Mark) -> str:
    parts = [f"{said_moment(mark.happened_at)}: {mark.get_level_display().lower()}"]
    if mark.help:
        parts.append(mark.get_help_display().lower())
    if mark.words:
        parts.append(mark.words)
    parts.append(f"marked by {mark.marked_by.formal}")
    if mark.withdrawn_at:
        parts.append(f"withdrawn because: {mark.withdrawn_because}")
    return ", ".join(parts)


def _plans(
    pupil: Person, school: School, since: date | None, until: date | None
) -> Iterator[Said]:  # fmt: skip
    rows = LessonPlan.objects.filter(school=school, named__pupil=pupil).order_by("date", "id")
    rows = rows.filter(date__gte=since) if since else rows
    rows = rows.filter(date__lte=until) if until else rows
    for plan in rows.select_related("teacher").prefetch_related("suggestions"):
        day = said_day(plan.date)
        words = [f"{plan.title}, {day}, planned by {plan.teacher.formal}"]
        for label, text in (
            ("Part", plan.part), ("Adaptations", plan.adaptations), ("Seating", plan.seating),
            ("Done", plan.done), ("Not done", plan.not_done), ("Worries", plan.worries),
            ("Answer", plan.answer),
            *(("Suggestion", f"{row.words} {row.answer}") for row in plan.suggestions.all()),
        ):  # fmt: skip
            words += [f"{label}: {text.strip()}"] if text.strip() else []
        yield Said("Lesson plan", "\n".join(words))


def tables(school: School) -> Tables:
    """Objectives, plans and marks as tables, with numbers of people instead of keys."""
    plans: QuerySet[LessonPlan] = LessonPlan.objects.filter(school=school).order_by("pk")
    return {
        "objectives.csv": (
            ["number", "list", "code", "text", "subject", "stage", "year", "strand", "parent",
             "pupil", "retired_on"],
            Objective.objects.filter(framework__school=school).order_by("pk").values_list(
                "uuid", "framework__name", "code", "text", "subject", "stage", "year", "strand",
                "parent__uuid", "pupil__uuid", "retired_on"),
        ),
        "plans.csv": (
            ["number", "teacher", "assistant", "group", "date", "title", "part", "adaptations",
             "cover", "seating", "state", "done", "not_done", "worries", "answer"],
            plans.values_list(
                "uuid", "teacher__uuid", "assistant__uuid", "group__name", "date", "title", "part",
                "adaptations", "is_cover", "seating", "state", "done", "not_done", "worries",
                "answer"),
        ),
        "plan_pupils.csv": (
            ["plan", "pupil"], plans.filter(~Q(named=None)).values_list(
                "uuid", "named__pupil__uuid"),
        ),
        "marks.csv": (
            ["number", "pupil", "objective", "plan", "level", "help", "words", "marked_by",
             "happened_at", "filed_at", "withdrawn_at", "withdrawn_because"],
            Mark.objects.filter(school=school).order_by("pk").values_list(
                "uuid", "pupil__uuid", "objective__uuid", "plan__uuid", "level", "help", "words",
                "marked_by__uuid", "happened_at", "filed_at", "withdrawn_at",
                "withdrawn_because").iterator(chunk_size=2_000),
        ),
    }  # fmt: skip
