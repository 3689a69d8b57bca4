"""The records of the years gone by: drawn day by day, filed in batches, made to look like life."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from handrail.core.clock import local
from handrail.core.progress import Progress
from handrail.core.school_days import Calendar
from handrail.demo import hours
from handrail.demo.happenings import MAKERS, another
from handrail.demo.roll import Child, Roll, Room
from handrail.demo.scenes import Stage
from handrail.demo.terms import year_of
from handrail.records.draft import Draft
from handrail.records.filing import file_past
from handrail.records.models import AccessEntry, Record

BATCH = 2_000
# Events for each pupil on each school day, before their nature and the day of the week.
RATES = {
    "recognition": 0.150, "behaviour": 0.072, "first_aid": 0.030, "note": 0.030,
    "contact": 0.012, "concern": 0.0011,
}  # fmt: skip
LATELY = timedelta(days=14)  # however many records are asked for, the last fortnight is ordinary
FOLLOW_UPS = 1.1  # records that an event makes on average, its calls and notes with it


@dataclass
class Class_:  # noqa: N801 - the word is the school's
    """The pupils of one school year, ready to be drawn from by their nature."""

    children: list[Child]
    rooms: list[Room]
    weights: dict[str, list[float]]
    mates: dict[int, list[Child]]


class Years:
    """Everyone on the roll in a school year; worked out once a year."""

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        self.known: dict[int, Class_] = {}

    def of(self, day: date) -> Class_:
        first = year_of(day)
        if first not in self.known:
            self.known[first] = self._of(first)
        return self.known[first]

    def _of(self, first: int) -> Class_:
        placed = [(child, room) for child in self.roll.children
                  if (room := self.roll.room_of(child, first))]  # fmt: skip
        mates: dict[int, list[Child]] = {}
        for child, room in placed:
            mates.setdefault(room.group.pk, []).append(child)
        weights = {
            kind: list(accumulate(getattr(child.nature, kind) for child, _ in placed))
            for kind in RATES
        }
        return Class_([child for child, _ in placed], [room for _, room in placed], weights, mates)


def school_days(calendar: Calendar, first: date, last: date) -> Iterator[date]:
    """Every school day of the terms from first to last, both counted."""
    for ahead in range((last - first).days + 1):
        if calendar.is_school_day(day := first + timedelta(days=ahead)):
            yield day


def day_of_records(stage: Stage, years: Years, day: date, scale: float) -> Iterator[list[Draft]]:
    """The events of one day, each with its follow-up."""
    rng, pool = stage.rng, years.of(day)
    for kind, rate in RATES.items() if pool.children else ():
        mean = (
            rate
            * scale
            * len(pool.children)
            * hours.WEEKDAYS[kind][day.weekday()]
            * _season(kind, day)
        )
        for _ in range(hours.how_many(rng, mean)):
            at, sort = hours.moment(rng, kind, day)
            position = rng.choices(range(len(pool.children)), cum_weights=pool.weights[kind])[0]
            if at >= stage.until - timedelta(minutes=10):
                continue
            scene = stage.scene(pool.children[position], pool.rooms[position], at, sort)
            scene.other = another(stage, kind, scene, pool.mates[scene.room.group.pk])
            yield MAKERS[kind](stage, scene)


def _season(kind: str, day: date) -> float:
    """Behaviour climbs through the long autumn; the first week of a year is quiet."""
    if kind != "behaviour":
        return 1.0
    if day.month == 9:
        return 0.6 + 0.015 * day.day
    return {11: 1.15, 12: 1.25, 1: 0.9, 3: 1.1, 7: 1.2}.get(day.month, 1.0)


def expected(roll: Roll, days: int) -> float:
    """About how many records these rates make in this many school days."""
    first = max(child.entry for child in roll.children)
    return sum(RATES.values()) * FOLLOW_UPS * len(roll.on_roll(first)) * days


def fill_past(
    roll: Roll, calendar: Calendar, rng: Random, first: date, until: datetime, *,
    scale: float = 1.0, progress: Progress,
) -> int:  # fmt: skip
    """Draw and file every record of a school from a day up to now; returns how many."""
    days = list(school_days(calendar, first, local(until).date()))
    stage, years, filed = Stage(roll, rng, until, days[-2:][0]), Years(roll), 0
    batch: list[Draft] = []
    ordinary = local(until).date() - LATELY
    for day in days:
        for event in day_of_records(stage, years, day, scale if day < ordinary else 1.0):
            batch += event
        # Follow-up is done the same day, so a batch may end with any day.
        if len(batch) >= BATCH:
            filed += file_batch(roll, batch, calendar, progress)
            batch = []
    return filed + file_batch(roll, batch, calendar, progress)


def file_batch(roll: Roll, batch: list[Draft], calendar: Calendar, progress: Progress) -> int:
    batch.sort(key=lambda draft: (draft.filed_at, draft.uuid))
    count = file_past(roll.school, batch, calendar=calendar)
    _note_readings(batch)
    progress.step(count)
    return count


def _note_readings(batch: list[Draft]) -> None:
    """What was settled by reading was read: the access entry says by whom and when."""
    read = {
        draft.uuid: how
        for draft in batch
        for how in draft.settled.values()
        if how.evidence is None and not how.because
    }
    keys = Record.everything.filter(uuid__in=list(read)).values_list("uuid", "pk")
    AccessEntry.objects.bulk_create(
        AccessEntry(record_id=key, person=read[uuid].by, at=read[uuid].at, how="opened")
        for uuid, key in keys.order_by("pk")
    )
