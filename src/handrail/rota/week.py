"""A week of the rota as it stands: who is where on each day, and where somebody is needed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from handrail.core import clock
from handrail.notify.models import Absence
from handrail.people.models import Person, Post
from handrail.rota.models import Swap, Turn, TurnChange
from handrail.rota.who import NEVER
from handrail.school.calendars import calendar_of
from handrail.school.models import School

DAYS = 7


@dataclass(frozen=True)
class Standing:
    """A turn on one date. `person` is who is down for it; `gap` says why somebody is needed, and
    is empty where nobody is. `away` tells that the gap is somebody's absence."""

    turn: Turn
    date: date
    person: Person | None
    change: TurnChange | None = None
    swap: Swap | None = None
    gap: str = ""
    away: bool = False

    @property
    def off(self) -> bool:
        """Whether it is not needed on this date."""
        return bool(self.change and self.change.off)


@dataclass(frozen=True)
class Line:
    """One time and zone, with the turns of each day that is shown."""

    turn: Turn
    dated: tuple[tuple[date, tuple[Standing, ...]], ...]


@dataclass(frozen=True)
class Week:
    """The days that are shown, each with whether the school is open, and the turns on them."""

    monday: date
    days: tuple[tuple[date, bool], ...]
    standings: tuple[Standing, ...]
    swaps: tuple[Swap, ...]

    @property
    def gaps(self) -> list[Standing]:
        """Where somebody is needed from today on, the nearest first."""
        today = clock.today()
        return [one for one in self.standings if one.gap and one.date >= today]

    @property
    def lines(self) -> list[Line]:
        """By time and zone, as a rota hangs on the wall."""
        found: dict[tuple[time, time, str, int], list[Standing]] = {}
        for one in self.standings:
            turn = one.turn
            key = turn.starts, turn.ends, turn.sort, turn.place_id
            found.setdefault(key, []).append(one)
        return [
            Line(rows[0].turn, tuple((day, tuple(one for one in rows if one.date == day))
                                     for day, _ in self.days))
            for _, rows in sorted(found.items())
        ]  # fmt: skip


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def stands_on(turn: Turn, day: date) -> bool:
    """Whether a turn stands on a date, were the school open."""
    if turn.on:
        return turn.on == day
    over = turn.until is not None and day > turn.until
    return turn.weekday == day.weekday() and turn.since <= day and not over


def turns_of(school: School, first: date, last: date) -> QuerySet[Turn]:
    """The turns that can stand between two days, both counted."""
    weekly = Q(on=None, since__lte=last) & (Q(until=None) | Q(until__gte=first))
    rows = Turn.objects.filter(weekly | Q(on__range=(first, last)), school=school)
    return rows.select_related("place", "person")


def week_of(school: School, monday: date) -> Week:
    """The week as it stands; as many queries for a whole school as for one turn."""
    ahead = [monday + timedelta(days=n) for n in range(DAYS)]
    turns = list(turns_of(school, ahead[0], ahead[-1]))
    return _laid_out(school, ahead, turns)


def standing_on(turn: Turn, day: date) -> Standing | None:
    """One turn on one date; None where it does not stand or the school is closed."""
    week = _laid_out(turn.school, [day], [turn])
    return next(iter(week.standings), None)


def _laid_out(school: School, ahead: Sequence[date], turns: Sequence[Turn]) -> Week:
    calendar = calendar_of(school)
    open_days = {day for day in ahead if calendar.is_school_day(day)}
    between = {"turn__in": [turn.pk for turn in turns], "date__range": (ahead[0], ahead[-1])}
    changes = {
        (row.turn_id, row.date): row
        for row in TurnChange.objects.filter(**between).select_related("person", "said_by")
    }
    swaps = list(Swap.objects.filter(**between).select_related(
        "asked_by", "asked_of", "turn__place"))  # fmt: skip
    asked = {(row.turn_id, row.date): row for row in swaps if row.state == Swap.State.ASKED}
    plain = []
    for day in sorted(open_days):
        for turn in turns:
            if stands_on(turn, day):
                change = changes.get((turn.pk, day))
                person = change.person if change else turn.person
                plain.append(Standing(turn, day, person, change, asked.get((turn.pk, day))))
    shown = tuple((day, day in open_days) for day in ahead
                  if day.weekday() < 5 or day in open_days)  # fmt: skip
    return Week(ahead[0], shown, tuple(_with_gaps(school, plain)), tuple(swaps))


def _with_gaps(school: School, plain: Sequence[Standing]) -> Iterable[Standing]:
    """Each turn with why it needs somebody: nobody is down for it, or they cannot be there."""
    people = {one.person.pk for one in plain if one.person}
    if not plain:
        return
    first, last = plain[0].date, plain[-1].date
    absences: dict[int, list[tuple[datetime, datetime]]] = {}
    until = clock.at_local(last + timedelta(days=1), clock.MIDNIGHT)
    for key, starts, ends in Absence.objects.filter(
        person__in=people, starts__lt=until, ends__gt=clock.at_local(first, clock.MIDNIGHT)
    ).values_list("person", "starts", "ends"):
        absences.setdefault(key, []).append((starts, ends))
    posts: dict[int, list[tuple[date | None, date | None]]] = {}
    for key, begins, over in Post.objects.filter(
        school=school, person__in=people
    ).exclude(role__in=NEVER).values_list("person", "starts", "ends"):  # fmt: skip
        posts.setdefault(key, []).append((begins, over))
    for one in plain:
        gap, away = _gap(one, plain, absences, posts)
        yield replace(one, gap=gap, away=away)


def _gap(
    one: Standing,
    others: Sequence[Standing],
    absences: dict[int, list[tuple[datetime, datetime]]],
    posts: dict[int, list[tuple[date | None, date | None]]],
) -> tuple[str, bool]:
    if one.off:
        return "", False
    if one.person is None:
        marked = one.change is not None and one.turn.person is not None
        return (f"{one.turn.person} cannot be there" if marked else "Nobody is down for it"), False
    name, key = one.person.formal, one.person.pk
    if not any((begins or one.date) <= one.date <= (ends or one.date)
               for begins, ends in posts.get(key, ())):  # fmt: skip
        return f"{name} does not work here then", False
    starts, ends = (clock.at_local(one.date, at) for at in (one.turn.starts, one.turn.ends))
    if any(gone < ends and back > starts for gone, back in absences.get(key, ())):
        return f"{name} is away", True
    for other in others:
        if (other.turn.pk != one.turn.pk and other.date == one.date and other.person == one.person
                and not other.off and other.turn.starts < one.turn.ends
                and other.turn.ends > one.turn.starts):  # fmt: skip
            return f"{name} is down for {other.turn.place} as well then", False
    return "", False
