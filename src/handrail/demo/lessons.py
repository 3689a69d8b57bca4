"""Lessons of the made-up school: a term of marks for the cast, two weeks of plans, and today’s."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from handrail.core import clock
from handrail.core.school_days import Calendar
from handrail.demo.cast import Cast
from handrail.learning.models import LessonPlan, Mark, Objective, PlanObjective, PlanPupil
from handrail.learning.objectives import add_own_target
from handrail.learning.planning import PlanDraft, hand_back, make_plan, prepare
from handrail.learning.starter import give_starter_objectives
from handrail.people.models import Lesson, Person
from handrail.records.reader import reader_for
from handrail.school.calendars import calendar_of
from handrail.school.models import School

FOUR = ("leo", "amina", "jaden", "zoe")
# What the group of four works on through a term, two weeks each, in this order.
MATHS = ("m2", "m3a", "m3b", "m4a", "m4b", "m5")
ENGLISH = ("e2", "e3", "e4", "e7", "e8")
# How quickly each comes to do it alone: the chance of a better mark from one lesson to the next.
PACE = {"leo": 0.22, "amina": 0.35, "jaden": 0.15, "zoe": 0.5}
MATHS_AT, ENGLISH_AT = (time(9, 30), time(10, 30)), (time(11, 0), time(12, 0))
WEEKS, PLANNED_DAYS = 11, 10
SAID = {
    0: ("Lost at the first step; too much at once today.", "Did not want to begin."),
    1: ("Needed the rods in front of him the whole time.", "Good once I had shown one.",
        "Two prompts, then went on alone for a while."),
    2: ("Did three by himself while I was with the others.", "Told a partner how it works."),
    3: ("Used it in science without being asked.",),
}  # fmt: skip
HELPS = ("words", "shown", "things", "partner", "steps")
PART = (
    "Sit with your four at the round table. Build each number with rods first, then write it. "
    "Stop at 10:15 and ask each one to show you one alone."
)
ADAPTATIONS = "Leo: two choices of number. Amina: picture cards. Jaden: three numbers, not six."


def tell_lessons(cast: Cast, until: datetime) -> None:
    """The starter lists, marks of a term, plans of two weeks gone by, and those of today."""
    give_starter_objectives(cast.school)
    codes = {one.code: one for one in Objective.objects.filter(framework__school=cast.school)}
    days = _school_days(calendar_of(cast.school), until)
    lessons = list(_past_lessons(cast, codes, days))
    _keep(cast, lessons, Random(7))  # noqa: S311 - made-up marks
    _own_targets(cast, until)
    today = clock.local(until).date()
    if calendar_of(cast.school).is_school_day(today):
        _today(cast, codes, today, until)


def past_school_days(school: School, until: datetime) -> list[date]:
    """A school's days of the last weeks, oldest first, today left out."""
    return _school_days(calendar_of(school), until)


def _school_days(calendar: Calendar, until: datetime) -> list[date]:
    """The school days of the last weeks, oldest first, today left out."""
    today = clock.local(until).date()
    return [
        day for back in range(WEEKS * 7, 0, -1)
        if calendar.is_school_day(day := today - timedelta(days=back))
    ]  # fmt: skip


@dataclass
class _Past:
    day: date
    objective: Objective
    times: tuple[time, time]
    title: str
    plan: LessonPlan | None = None


def _past_lessons(cast: Cast, codes: dict[str, Objective], days: Sequence[date]) -> Iterator[_Past]:
    """Maths and English of each day, with the objective that its fortnight is about."""
    for number, day in enumerate(days):
        share = number / max(1, len(days))
        for title, list_, times in (
            ("Maths", MATHS, MATHS_AT), ("English", ENGLISH, ENGLISH_AT),
        ):  # fmt: skip
            yield _Past(day, codes[list_[int(share * len(list_))]], times, title)


def _keep(cast: Cast, lessons: list[_Past], rng: Random) -> None:
    """Plans of the last two weeks, and a mark for most pupils in each lesson, all at once."""
    first = lessons[-PLANNED_DAYS * 2].day if len(lessons) > PLANNED_DAYS * 2 else date.min
    planned = [one for one in lessons if one.day >= first]
    plans = LessonPlan.objects.bulk_create(_plan(cast, one) for one in planned)
    for one, plan in zip(planned, plans, strict=True):
        one.plan = plan
    PlanObjective.objects.bulk_create(
        PlanObjective(plan=one.plan, objective=one.objective) for one in planned
    )
    PlanPupil.objects.bulk_create(
        PlanPupil(plan=one.plan, pupil=getattr(cast, name)) for one in planned for name in FOUR
    )
    Mark.objects.bulk_create(_marks(cast, lessons, rng), batch_size=500)


def _plan(cast: Cast, one: _Past) -> LessonPlan:
    ended = clock.at_local(one.day, one.times[1])
    return LessonPlan(
        school=cast.school, teacher=cast.patel, assistant=cast.sam, group=cast.groups["4 Willow"],
        date=one.day, starts=one.times[0], ends=one.times[1], title=one.title, part=PART,
        adaptations=ADAPTATIONS, state=LessonPlan.State.ACKNOWLEDGED,
        made_at=ended - timedelta(days=1), begun_at=ended - timedelta(minutes=50),
        done="All four had a turn at every step.", handed_back_at=ended, handed_back_by=cast.sam,
        acknowledged_at=ended + timedelta(hours=4),
    )  # fmt: skip


def _marks(cast: Cast, lessons: list[_Past], rng: Random) -> Iterator[Mark]:
    reached: dict[tuple[str, int], int] = {}
    for one in lessons:
        for turn, name in enumerate(FOUR):
            if rng.random() < 0.15:
                continue  # away, or not got to
            key = (name, one.objective.pk)
            level = reached.get(key, 0 if rng.random() < 0.5 else 1)
            if level < 3 and rng.random() < PACE[name] / (1 + level):
                level += 1
            reached[key] = level
            yield _mark(cast, one, name, level, turn, rng)


def _mark(cast: Cast, one: _Past, name: str, level: int, turn: int, rng: Random) -> Mark:
    at = clock.at_local(one.day, one.times[0]) + timedelta(minutes=20 + 8 * turn)
    said = rng.choice(SAID[level]) if name == "leo" and rng.random() < 0.2 else ""
    return Mark(
        school=cast.school, pupil=getattr(cast, name), objective=one.objective, plan=one.plan,
        level=level, help=rng.choice(HELPS) if level == 1 and rng.random() < 0.6 else "",
        words=said, marked_by=cast.sam, happened_at=at, captured_at=at, filed_at=at,
    )  # fmt: skip


def _own_targets(cast: Cast, until: datetime) -> None:
    with clock.frozen(until):
        reader = reader_for(cast.okafor)  # in the holidays nobody works with anybody
        for pupil, words in (
            (cast.leo, "I want to do my maths without my hands going tight."),
            (cast.jaden, "I want to read the bus timetable by myself."),
        ):
            add_own_target(reader, cast.school, pupil, words)


def _today(cast: Cast, codes: dict[str, Objective], day: date, until: datetime) -> None:
    """Maths and English with Sam’s four, and Miss Reid’s lesson that Sam covers; by the doors."""
    four = [getattr(cast, name) for name in FOUR]
    evening = clock.at_local(day - timedelta(days=1), time(16, 30))
    with clock.frozen(min(evening, until)):
        maths = make_plan(reader_for(cast.patel), cast.school, _draft(
            cast, day, "Maths", MATHS_AT, [codes["m5"]], four,
            resources=[("Rods and place value mats for four", day)]))  # fmt: skip
        make_plan(reader_for(cast.patel), cast.school, _draft(
            cast, day, "English", ENGLISH_AT, [codes["e8"]], four))  # fmt: skip
        make_plan(reader_for(cast.reid), cast.school, _cover(cast, codes, day))
        _yesterdays(cast, codes, until)
    if until > clock.at_local(day, time(8, 50)):
        with clock.frozen(clock.at_local(day, time(8, 50))):
            prepare(reader_for(cast.sam), maths.resources.get(), done=True)


def _draft(
    cast: Cast, day: date, title: str, times: tuple[time, time], objectives: list[Objective],
    pupils: list[Person], resources: Sequence[tuple[str, date]] = (),
) -> PlanDraft:  # fmt: skip
    lesson = Lesson.objects.filter(
        school=cast.school, weekday=day.weekday(), starts=times[0], group=cast.groups["4 Willow"],
        name=title,
    ).first()  # fmt: skip
    return PlanDraft(
        group=cast.groups["4 Willow"], day=day, title=title, pupils=pupils, objectives=objectives,
        assistant=cast.sam, lesson=lesson, starts=times[0], ends=times[1], part=PART,
        adaptations=ADAPTATIONS, resources=resources,
    )  # fmt: skip


def _cover(cast: Cast, codes: dict[str, Objective], day: date) -> PlanDraft:
    group = cast.groups["2 Oak"]
    lesson = Lesson.objects.filter(
        school=cast.school, weekday=day.weekday(), name="Cover 2 Oak"
    ).first()
    members = group.memberships.on(day).filter(role="pupil")  # type: ignore[attr-defined]
    return PlanDraft(
        group=group, day=day, title="Science: sorting materials", assistant=cast.sam,
        pupils=list(Person.objects.filter(pk__in=members.values("person"))),
        objectives=[codes["s1"], codes["s7"]], lesson=lesson, starts=time(13, 15),
        ends=time(14, 15), is_cover=True,
        part="Trays of objects are on the side. Sort in pairs, then each pair tells one reason. "
        "Story at 14:05.",
        seating="Usual places, on the plan by the door. Yusuf at the front with Bo. "
        "Stop with a raised hand and wait; it works.",
    )  # fmt: skip


def _yesterdays(cast: Cast, codes: dict[str, Objective], until: datetime) -> None:
    """English of the last school day went back to Mr Patel, who has not read it yet."""
    last = LessonPlan.objects.filter(
        school=cast.school, title="English", date__lt=clock.local(until).date()
    ).last()  # fmt: skip
    if last is None:
        return
    LessonPlan.objects.filter(pk=last.pk).update(
        state=LessonPlan.State.UNDER_WAY, done="", handed_back_at=None, handed_back_by=None,
        acknowledged_at=None,
    )  # fmt: skip
    last.refresh_from_db()
    hand_back(
        reader_for(cast.sam), last, done="All four wrote two joined sentences.",
        not_done="No time to read them to each other.",
        worries="Jaden says the small lines of the page run together. Try wider lines?",
    )  # fmt: skip
