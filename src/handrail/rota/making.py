"""Making the rota: a repeating week, what differs on a date, and what ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.notify.telling import tell_of_turn
from handrail.people.models import Person
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.rota.models import Swap, Turn, TurnChange
from handrail.rota.week import standing_on
from handrail.rota.who import colleagues_on, may_make
from handrail.school.calendars import calendar_of
from handrail.school.models import Place, School

MOST_AT_ONCE, MOST_WORDS = 60, 200
NOT_YOURS = "The head, the behaviour manager and the administrator make the rota."
GONE = "This turn does not stand on that day. Look at the week again."


@dataclass(frozen=True)
class TurnDraft:
    """A turn as it is asked for: on weekdays of every week, or once on a date; for each person one
    turn a day, or one that nobody has yet."""

    sort: str
    place: Place
    starts: time
    ends: time
    weekdays: Sequence[int] = ()
    on: date | None = None
    people: Sequence[Person] = ()
    since: date | None = None
    until: date | None = None
    note: str = ""


@transaction.atomic
def make_turns(reader: Reader, school: School, draft: TurnDraft) -> list[Turn]:
    """Put turns on the rota. Raises Refused with the field that is amiss."""
    _refuse_unless_maker(reader, school)
    if bool(draft.weekdays) == bool(draft.on):
        raise Refused("Choose days of the week, or give one date: not both.", "weekdays")
    if draft.ends <= draft.starts:
        raise Refused("It ends before it starts. Check both times.", "ends")
    since = draft.on or draft.since or clock.today()
    if draft.on and not calendar_of(school).is_school_day(draft.on):
        raise Refused("The school is closed on that day. Give another date.", "on")
    if draft.until and draft.until < since:
        raise Refused("The last day is before the first. Check both.", "until")
    people: Sequence[Person | None] = draft.people or (None,)
    days: Sequence[int | None] = draft.weekdays or (None,)
    if len(people) * len(days) > MOST_AT_ONCE:
        raise Refused(f"That is more than {MOST_AT_ONCE} turns at once. Make it fewer.", "people")
    rows = [
        Turn(
            school=school, sort=draft.sort, weekday=weekday, on=draft.on, since=since,
            until=draft.until, starts=draft.starts, ends=draft.ends, place=draft.place,
            person=person, note=tidy(draft.note)[:MOST_WORDS], made_by=reader.person,
            made_at=clock.now(),
        )
        for weekday in days for person in people
    ]  # fmt: skip
    return Turn.objects.bulk_create(rows)


def stand_in(reader: Reader, turn: Turn, day: date, person: Person | None) -> None:
    """Somebody else has it on one date, or nobody yet; by whoever makes the rota."""
    _refuse_unless_maker(reader, turn.school)
    _refuse_unless_stands(turn, day)
    if person and not colleagues_on(turn.school, day).filter(pk=person.pk).exists():
        raise Refused("Choose somebody who works here on that day.", "person")
    change(reader, turn, day, person=person)


def leave_out(reader: Reader, turn: Turn, day: date, why: str) -> None:
    """It is not needed on one date."""
    _refuse_unless_maker(reader, turn.school)
    _refuse_unless_stands(turn, day)
    change(reader, turn, day, off=True, why=why)


def as_usual(reader: Reader, turn: Turn, day: date) -> None:
    """Whatever differed on a date differs no more."""
    _refuse_unless_maker(reader, turn.school)
    _refuse_past(day)
    with transaction.atomic():
        TurnChange.objects.filter(turn=turn, date=day).delete()
        _end_swaps(turn, day)


def cannot(reader: Reader, turn: Turn, day: date, why: str) -> None:
    """Whoever is down for it says that they cannot be there: a gap from now on, and whoever made
    the turn is told."""
    _refuse_past(day)
    one = standing_on(turn, day)
    if one is None:
        raise Refused(GONE)
    if one.person != reader.person:
        raise Refused("Only whoever is down for this turn can say so.")
    with transaction.atomic():
        change(reader, turn, day, why=why)
        if turn.made_by_id != reader.person_id:
            said = f"{reader.person.formal} cannot be there: a turn needs somebody"
            tell_of_turn(turn.made_by, turn.school, said, turn.page_on(day))


@transaction.atomic
def end_from(reader: Reader, turn: Turn, day: date, then: Person | None = None) -> None:
    """Take a turn off the rota from a date on; where `then` is given, it is theirs from there."""
    _refuse_unless_maker(reader, turn.school)
    _refuse_unless_stands(turn, day)
    if turn.on:
        change(reader, turn, day, person=then, off=then is None)
        return
    last = turn.until
    if then:
        Turn.objects.create(
            school=turn.school, sort=turn.sort, weekday=turn.weekday, since=day, until=last,
            starts=turn.starts, ends=turn.ends, place=turn.place, person=then, note=turn.note,
            made_by=reader.person, made_at=clock.now(),
        )  # fmt: skip
    turn.until = day - timedelta(days=1)
    turn.save(update_fields=["until"])
    Swap.objects.filter(turn=turn, date__gte=day, state=Swap.State.ASKED).update(
        state=Swap.State.WITHDRAWN, answered_at=clock.now()
    )


def change(
    reader: Reader, turn: Turn, day: date, *, person: Person | None = None, off: bool = False,
    why: str = "",
) -> None:  # fmt: skip
    """Write down what differs on a date; swaps that were asked for it are over."""
    with transaction.atomic():
        TurnChange.objects.update_or_create(
            turn=turn, date=day,
            defaults={"person": person, "off": off, "why": tidy(why)[:MOST_WORDS],
                      "said_by": reader.person, "said_at": clock.now()},
        )  # fmt: skip
        _end_swaps(turn, day)


def _end_swaps(turn: Turn, day: date) -> None:
    Swap.objects.filter(turn=turn, date=day, state=Swap.State.ASKED).update(
        state=Swap.State.WITHDRAWN, answered_at=clock.now()
    )


def _refuse_unless_maker(reader: Reader, school: School) -> None:
    if not may_make(reader, school):
        raise Refused(NOT_YOURS)


def _refuse_past(day: date) -> None:
    if day < clock.today():
        raise Refused("That day is over. The rota of days gone by stays as it was.")


def _refuse_unless_stands(turn: Turn, day: date) -> None:
    _refuse_past(day)
    if standing_on(turn, day) is None:
        raise Refused(GONE)
