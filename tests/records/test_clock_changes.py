"""Clocks that change, midnight, leap day, last days and trips: what is due, and who reads, hold."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.demo.cast import Cast
from handrail.followup.climbing import climb_ladders
from handrail.notify.models import Alert
from handrail.people.models import KeyAdult, Membership, Post
from handrail.records.models import Action, Record
from handrail.records.reader import reader_for
from handrail.school.models import ClosedDay, Term
from tests.counting import Count
from tests.filing import file

TERMS = (
    (date(2026, 2, 23), date(2026, 3, 27)), (date(2026, 10, 19), date(2026, 12, 18)),
    (date(2028, 2, 21), date(2028, 3, 31)), (date(2027, 3, 1), date(2027, 5, 28)),
)  # fmt: skip


def at(text: str, zone: str = "Europe/London", fold: int = 0) -> datetime:
    """A moment on a wall clock, in UTC, where no two moments look alike."""
    fold = fold or text.endswith("+")
    wall = datetime.fromisoformat(text.rstrip("+")).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return wall.astimezone(UTC)


# A level-3 record filed at the first: the carer is to be told by the second, on the school's wall;
# by closing, and outside the school's hours within a real hour. "+" is an hour's second run.
CARER_TOLD = {
    "the Friday before the clocks go forward": ("2026-03-27T10:00", "2026-03-27T15:30"),
    "that Friday, after the last day of term": ("2026-03-27T16:00", "2026-03-27T17:00"),
    "over the hour that spring skips": ("2026-03-29T00:30", "2026-03-29T02:30"),
    "in the hour that the autumn repeats": ("2026-10-25T01:30", "2026-10-25T01:30+"),
    "in its second run": ("2026-10-25T01:30+", "2026-10-25T02:30"),
    "a minute before midnight": ("2026-11-23T23:59", "2026-11-24T00:59"),
    "at midnight": ("2026-11-24T00:00", "2026-11-24T15:30"),
    "leap day": ("2028-02-29T10:00", "2028-02-29T15:30"),
    "the evening before leap day": ("2028-02-28T20:30", "2028-02-28T21:00"),
    "a training day": ("2026-11-27T10:00", "2026-11-27T11:00"),
    "a bank holiday": ("2027-05-03T10:00", "2027-05-03T11:00"),
    "the last minute of the last day": ("2026-12-18T15:29", "2026-12-18T15:30"),
}


@pytest.fixture
def dated(cast: Cast) -> Cast:
    Term.objects.filter(school=cast.school).delete()
    for number, (starts, ends) in enumerate(TERMS):
        Term.objects.create(school=cast.school, name=f"Term {number}", starts=starts, ends=ends)
    ClosedDay.objects.create(school=cast.school, date=date(2027, 5, 3), why="Bank holiday")
    return cast


def test_the_carer_is_told_on_the_right_school_day(dated: Cast, count: Count) -> None:
    wrong = []
    for what, (filed, due) in CARER_TOLD.items():
        with clock.frozen(at(filed)):
            record = file(dated, "behaviour", dated.sam, dated.leo, pick={"level": ("level-3",)})
            action = Action.objects.get(record=record, duty="carer-told")
        if action.due.astimezone(UTC) != at(due):
            wrong.append((what, str(clock.local(action.due)), due))
    count("C11", "duties over changed clocks, midnight, leap and last days",
          len(CARER_TOLD), len(wrong))  # fmt: skip
    assert wrong == []


LADDER = {  # an unread concern, filed as the clocks change: told after 15 real minutes, then 60
    "spring, minutes before the skipped hour": at("2026-03-29T00:50"),
    "autumn, in the first run": at("2026-10-25T01:50"),
    "autumn, in the second run": at("2026-10-25T01:50", fold=1),
    "midnight": at("2026-11-23T23:55"),
    "new year": at("2026-12-31T23:55"),
    "leap day": at("2028-02-29T23:55"),
}


def test_an_unread_concern_climbs_after_real_minutes(dated: Cast, count: Count) -> None:
    late = []
    for what, moment in LADDER.items():
        with clock.frozen(moment):
            file(dated, "concern", dated.reid, dated.amina)
            for minutes, rungs in ((14, 0), (16, 1), (59, 1), (61, 2)):
                clock.move_to(moment.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes))
                climb_ladders()
                told = Alert.objects.filter(sort="climbed").values("person").distinct().count()
                if told != rungs:
                    late.append((what, minutes, told, rungs))
            Alert.objects.all().delete()
            Action.objects.filter(duty="lead-reads").update(next_step_at=None)
    count("C11", "ladders climbed over changed clocks", 4 * len(LADDER), len(late))
    assert late == []


TRIP = {  # written on a trip by a phone that stands on local time: one moment, one day, one order
    "Paris": "2026-11-23T11:12", "New York": "2026-11-23T05:12", "Tokyo": "2026-11-23T19:12",
}  # fmt: skip
ZONES = {"Paris": "Europe/Paris", "New York": "America/New_York", "Tokyo": "Asia/Tokyo"}


def test_a_trip_in_another_zone_files_the_same_moment(dated: Cast, count: Count) -> None:
    wrong = []
    for town, wall in TRIP.items():
        record = file(dated, "note", dated.sam, dated.leo, happened_at=at(wall, ZONES[town]))
        kept = clock.local(Record.everything.get(pk=record.pk).happened_at)
        if kept != datetime(2026, 11, 23, 10, 12, tzinfo=LONDON):
            wrong.append((town, str(kept)))
    count("C11", "records written on a trip", len(TRIP), len(wrong))
    assert wrong == []


# A post, or a place in a class, that ends on a day ends with that day on the school's wall.
ENDS = {
    "a summer midnight": (date(2026, 7, 20), "2026-07-20T23:59", "2026-07-21T00:01"),
    "a winter midnight": (date(2026, 11, 23), "2026-11-23T23:59", "2026-11-24T00:01"),
    "the spring change": (date(2026, 3, 28), "2026-03-28T23:59", "2026-03-29T00:01"),
    "the autumn change": (date(2026, 10, 25), "2026-10-25T23:59", "2026-10-26T00:01"),
    "leap day": (date(2028, 2, 29), "2028-02-29T23:59", "2028-03-01T00:01"),
    "the year's end": (date(2026, 12, 31), "2026-12-31T23:59", "2027-01-01T00:01"),
}


@pytest.mark.parametrize("what", ["post", "place in a class", "deputy for an absent lead"])
def test_rights_end_with_the_day_on_the_schools_wall(cast: Cast, what: str, count: Count) -> None:
    open_, secret = (file(cast, kind, cast.patel, cast.leo) for kind in ("behaviour", "concern"))
    KeyAdult.objects.all().delete()  # so that the class alone is what opens it to Sam
    Membership.objects.update(starts=date(2024, 9, 2))
    wrong = []
    for when, (last, before, after) in ENDS.items():
        if what == "post":
            Post.objects.filter(person=cast.sam).update(ends=last)
            person, record = cast.sam, open_
        elif what == "place in a class":
            Membership.objects.filter(person=cast.sam).update(ends=last)
            person, record = cast.sam, open_
        else:
            Post.objects.update_or_create(
                person=cast.lee, school=cast.school, role=Post.Role.DEPUTY_LEAD,
                defaults={"starts": last - timedelta(days=1), "ends": last},
            )  # fmt: skip
            person, record = cast.lee, secret
        for moment, reads in ((before, True), (after, False)):
            with clock.frozen(at(moment)):
                reader = reader_for(person)
                known = Record.objects.readable_by(reader).filter(pk=record.pk).exists()
                if known != reads:
                    wrong.append((when, moment, known))
    count("A5", f"moments at which a {what} ends", 2 * len(ENDS), len(wrong))
    assert wrong == []
