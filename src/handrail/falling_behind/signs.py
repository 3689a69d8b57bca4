"""The signs of the rule, for any day: attendance, removals, the aim line, objectives unmoved.

Each is worked out from what stands by that day and what this reader may read. Who a pupil is, where
they come from, what they need or what the family earns is in none of them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Count, Max, Q

from handrail.attendance.standing import Standing, attendance_of
from handrail.core.clock import MIDNIGHT, at_local
from handrail.falling_behind.ruling import Terms
from handrail.feedback.counting import records_about
from handrail.learning.models import Mark
from handrail.measures.ranges import Range
from handrail.programmes.aiming import BASE, WEEK, aim_of, course_of
from handrail.programmes.models import Measurement, ProgrammePupil
from handrail.programmes.saying import written
from handrail.records.models import Link
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import Reader
from handrail.school.models import School
from handrail_evidence.progress import AimLine, Course

ON_THEIR_OWN = Mark.Level.ON_THEIR_OWN


@dataclass(frozen=True)
class Sign:
    """One reason why a pupil is listed; `tail` is where it can be seen, below the pupil's page."""

    sort: str
    words: str
    tail: str


@dataclass(frozen=True)
class Track:
    """A pupil's place with a goal, its aim line, and what was measured with support, by day."""

    place: ProgrammePupil
    aim: AimLine
    points: tuple[tuple[date, float], ...]

    def upto(self, day: date) -> list[tuple[date, float]]:
        return [point for point in self.points if point[0] <= day]

    def between(self, first: date, last: date) -> list[tuple[date, float]]:
        return [point for point in self.points if first < point[0] <= last]

    def falls_short(self, points: list[tuple[date, float]]) -> bool | None:
        """Whether the last three of these points lie short of the aim line, by their middle."""
        if len(points) < BASE:
            return None
        last = points[-BASE:]
        at = median(day.toordinal() for day, _ in last)
        far = median(value for _, value in last) - self.aim.at(at)
        return far * self.aim.slope < 0


@dataclass(frozen=True)
class Watch:
    """What is asked: by whom, of which pupils (keys), under which terms."""

    reader: Reader
    school: School
    pupils: tuple[int, ...]
    terms: Terms

    def span(self, day: date) -> Range:
        """The weeks up to a day that the rule looks at."""
        return Range(day - timedelta(days=WEEK * self.terms.rule.weeks - 1), day)


def signs_on(watch: Watch, day: date, tracks: Iterable[Track]) -> dict[int, list[Sign]]:
    """By pupil: the signs that stood on a day; five queries. None below what the rule needs."""
    found: dict[int, list[Sign]] = {}
    span = watch.span(day)
    for pupil, sign in (
        *_attendance_signs(watch, span), *_removal_signs(watch, span), *_aim_signs(tracks, day),
        *_objective_signs(watch, span),
    ):  # fmt: skip
        found.setdefault(pupil, []).append(sign)
    needed = watch.terms.rule.signs
    return {
        pupil: signs for pupil, signs in found.items()
        if len({sign.sort for sign in signs}) >= needed
    }  # fmt: skip


def attendance_in(watch: Watch, span: Range) -> dict[int, Standing]:
    """By pupil: what they attended of these days, where that is known."""
    return attendance_of(watch.school, watch.pupils, span.first, span.last)


def _attendance_signs(watch: Watch, span: Range) -> list[tuple[int, Sign]]:
    least = watch.terms.rule.attendance
    return [
        (pupil, Sign("attendance", attended(one), "attendance/"))
        for pupil, one in attendance_in(watch, span).items() if one.per_cent < least
    ]  # fmt: skip


def attended(one: Standing) -> str:
    """ "Attended 82.1%: 46 of 56 half days, 12 October to 20 November 2026"."""
    of = f"{one.attended} of {one.expected} half days, " if one.expected else "as brought in, "
    return f"Attended {one.per_cent:.1f}%: {of}{Range(one.first, one.last).said}"


def removals_in(watch: Watch, span: Range) -> dict[int, int]:
    """By pupil: how often they were out of class in these days, as far as this reader may know.

    Records of time out of class, and those of behaviour with a word that means removal, where the
    school named one and no record of the time out was filed beside them. Two queries at most.
    """
    outs = _in_span(watch, "removal", span)
    found = Counter(_pupils_of(watch, outs))
    if watch.terms.words:
        timed = Link.objects.filter(source__kind="removal").values("target")
        said = _in_span(watch, "behaviour", span).filter(chosen__word__in=watch.terms.word_keys)
        found.update(_pupils_of(watch, said.exclude(pk__in=timed)))
    return dict(found)


def _in_span(watch: Watch, kind: str, span: Range) -> RecordQuerySet:
    return records_about(watch.reader, kind, watch.pupils).filter(
        school=watch.school, happened_at__gte=span.starts, happened_at__lt=span.ends
    )


def _pupils_of(watch: Watch, rows: RecordQuerySet) -> dict[int, int]:
    counted = rows.order_by().values_list("involvements__person")
    wanted = set(watch.pupils)
    return {pupil: n for pupil, n in counted.annotate(n=Count("pk", distinct=True))
            if pupil in wanted}  # fmt: skip


def _removal_signs(watch: Watch, span: Range) -> list[tuple[int, Sign]]:
    rule = watch.terms.rule
    return [
        (pupil, Sign("removals", f"Removed {n} times in {rule.weeks} weeks",
                     "?kind=removal&kind=behaviour"))
        for pupil, n in removals_in(watch, span).items() if n >= rule.removals
    ]  # fmt: skip


def tracks_of(watch: Watch) -> list[Track]:
    """Every place with a goal and a start of these pupils, with its aim line; three queries."""
    rows = ProgrammePupil.objects.filter(
        pupil__in=watch.pupils, programme__school=watch.school, goal__isnull=False,
        starts__isnull=False,
    ).select_related("programme").prefetch_related("pauses").order_by("pk")  # fmt: skip
    places = {place.pk: place for place in rows}
    points: dict[int, list[tuple[date, float]]] = {key: [] for key in places}
    taken = Measurement.objects.filter(
        place__in=list(places), withdrawn_at=None, value__isnull=False, second=False
    ).order_by("date", "id")
    for key, day, value in taken.values_list("place", "date", "value"):
        if value is not None:
            points[key].append((day, value))
    found = (_track(place, points[key]) for key, place in places.items())
    return [track for track in found if track is not None]


def _track(place: ProgrammePupil, points: list[tuple[date, float]]) -> Track | None:
    """None where there is nothing to start from, or the goal was met before support began."""
    if place.starts is None or place.goal is None:
        return None
    ends = place.ends or date.max
    given = tuple(point for point in points if place.condition_on(point[0]) == "B")
    aim = aim_of(place, [point for point in points if point[0] <= ends])
    return Track(place, aim, given) if aim else None


def course_on(track: Track, day: date) -> Course | None:
    """Where the trend of what was measured by a day lies against the aim line; None while support
    is not running, or once the last three measurements reached the goal."""
    place, points = track.place, track.upto(day)
    if not points or place.condition_on(day) != "B":
        return None
    last = median(value for _, value in points[-BASE:])
    if (last - (place.goal or 0.0)) * track.aim.slope >= 0:
        return None
    return course_of(track.aim, points)


def _aim_signs(tracks: Iterable[Track], day: date) -> list[tuple[int, Sign]]:
    found = []
    for track in tracks:
        way = course_on(track, day)
        if way is not None and way.word == "below":
            found.append((track.place.pupil_id, Sign("aim", _off(track, way), "working/")))
    return found


def _off(track: Track, way: Course) -> str:
    one = track.place.programme
    slope, lo, hi = (written((value or 0.0) * WEEK)
                     for value in (way.slope.value, way.slope.lo, way.slope.hi))  # fmt: skip
    return (
        f"Off the aim line in {one.name}: {slope} {one.unit} a week ({lo} to {hi}, 90%), where "
        f"{written(way.aim * WEEK)} a week would reach the goal"
    )


def _objective_signs(watch: Watch, span: Range) -> list[tuple[int, Sign]]:
    """Objectives marked often enough, in both halves of the weeks, no better in the later half,
    and never on their own."""
    rule = watch.terms.rule
    middle = at_local(span.first + timedelta(days=span.days // 2), MIDNIGHT)
    early, late = Q(happened_at__lt=middle), Q(happened_at__gte=middle)
    rows = Mark.objects.filter(
        school=watch.school, pupil__in=watch.pupils, withdrawn_at=None,
        happened_at__gte=span.starts, happened_at__lt=span.ends,
    ).order_by()  # fmt: skip
    grouped = rows.values_list("pupil", "objective").annotate(
        n=Count("id"), before=Max("level", filter=early), after=Max("level", filter=late)
    )
    stuck: dict[int, int] = {}
    for pupil, _, _n, before, after in grouped.filter(n__gte=rule.marks):
        if before is not None and after is not None and after <= before < ON_THEIR_OWN:
            stuck[pupil] = stuck.get(pupil, 0) + 1
    return [
        (pupil, Sign("objectives", f"{n} objectives have not moved in {rule.weeks} weeks",
                     "learning/"))
        for pupil, n in stuck.items() if n >= rule.objectives
    ]  # fmt: skip
