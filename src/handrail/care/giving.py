"""Whether a medicine may be given to a pupil at a moment, and what speaks against it.

Nothing here refuses a record: what was given is written down, and the doubt is kept beside it.
Source of the checks: DfE, Supporting pupils at school with medical conditions (December 2015).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.names import fold
from handrail.core.numbers import counted
from handrail.people.models import Person
from handrail.records.in_force import InForce, in_force, standing_of
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.school.models import School

PLAN, DOSE, GIVEN = "medicine_plan", "medicine", "given"
BY_DAY = Record.Precision.DAY
BACK = timedelta(days=2)  # no interval between two doses is longer
EARLY = timedelta(minutes=30)  # a dose longer than this before its set time is pointed out


@dataclass(frozen=True)
class Doubt:
    """One reason not to give it, in a sentence; `label` says what was looked at."""

    slug: str
    label: str
    said: str


@dataclass(frozen=True)
class Standing:
    """A medicine that is held, when it was given last, and what speaks against giving it now."""

    held: Any  # a row of the medicines held
    last: datetime | None
    last_is_timed: bool  # else it was given at some time of that day
    doubts: tuple[Doubt, ...]
    left: tuple[time, ...]  # its set times of today that nothing is written of yet
    early: time | None  # its next set time, where that is still a good while off


def held_at(pupil: Person, school: School | None, at: datetime) -> tuple[InForce | None, list[Any]]:
    """The agreement on medicines in force at a moment, and its medicines in their order."""
    plan = in_force(PLAN, pupil, school, at)
    return plan, list(plan.rows_by_slug.get("held", ())) if plan else []


def named(held: Sequence[Any], name: str) -> Any | None:
    """The medicine of that name, however it is spelt in capitals and spaces."""
    return next((row for row in held if _same(row.name, name)), None)


def doses_before(
    pupil: Person, school: School | None, at: datetime, *, timed: bool = True
) -> list[Any]:
    """What was written of the last two days before a moment, the newest first; with what was
    given at some time of its day, or all of that day where the moment itself is not `timed`.

    Restricted records are left out: whoever reads what was looked up may not know of them.
    """
    if school is None:
        return []
    begins, ends = _day_around(at)
    before = Q(happened_at__lt=at) | Q(precision=BY_DAY, happened_at__range=(begins, ends))
    rows = standing_of(DOSE, school).filter(
        before if timed else Q(happened_at__lt=ends),
        happened_at__gte=at - BACK,
        involvements__person=pupil,
        involvements__role="takes",
    )
    doses = kind_named(DOSE).detail._default_manager.filter(record__in=rows)
    return list(doses.select_related("record").order_by("-record__happened_at", "-pk"))


def is_timed(dose: Any) -> bool:
    """Whether the hour of a dose is known: "some time that day" stands at noon and is a guess."""
    return bool(dose.record.precision != BY_DAY)


def _day_around(at: datetime) -> tuple[datetime, datetime]:
    day = clock.local(at).date()
    return clock.at_local(day, time(0)), clock.at_local(day + timedelta(days=1), time(0))


def doubts_about(
    held: Any | None, doses: Sequence[Any], at: datetime, *, timed: bool = True
) -> Iterator[Doubt]:
    """Every reason not to give a medicine at a moment; `doses` as `doses_before` gives them.

    Where the hour of a dose is not known, or of the moment itself (not `timed`), it says of the
    time between them that it cannot tell, never a time that was guessed.
    """
    if held is None:
        yield Doubt("held", "Medicine", "Not among the medicines held for this child")
        return
    day = clock.local(at).date()
    if not (held.consent_by and held.consent_on):
        yield Doubt("consent", "Consent", "No consent of a parent or carer is kept")
    if held.expires_on is not None and held.expires_on < day:
        yield Doubt("expired", "Expiry", f"Expired on {said_day(held.expires_on)}")
    given = [row for row in doses if row.outcome == GIVEN and _same(row.medicine, held.name)]
    yield from _too_soon(held, given, at, timed=timed)
    yield from _too_many(held, given, day)


def standings(pupil: Person, school: School, at: datetime) -> list[Standing]:
    """Each medicine held for a pupil as it stands at a moment; needs a handful of queries."""
    _, several = held_at(pupil, school, at)
    doses = doses_before(pupil, school, at + timedelta(seconds=1)) if several else []
    return [_standing(held, doses, at) for held in several]


def left_on(held: Any, doses: Sequence[Any], at: datetime) -> tuple[time, ...]:
    """The set times of the day of a moment that nothing was written of before it; one dose each,
    whatever its hour. `doses` as `doses_before` gives them."""
    day = clock.local(at).date()
    written = [row for row in doses if _same(row.medicine, held.name) and _day_of(row) == day]
    return times_of(held.times)[len(written) :]


def earlier_than(held: Any, doses: Sequence[Any], at: datetime) -> time | None:
    """The set time that a dose at a moment would be for, where it is more than `EARLY` off."""
    due = next(iter(left_on(held, doses, at)), None)
    if due is None or clock.at_local(clock.local(at).date(), due) - at <= EARLY:
        return None
    return due


def times_of(said: str) -> tuple[time, ...]:
    """ "09:00, 12:30" as times of the day, in order; raises ValueError for anything else."""
    parts = [part.strip() for part in said.split(",") if part.strip()]
    return tuple(sorted(time.fromisoformat(part.replace(".", ":").zfill(5)) for part in parts))


def _standing(held: Any, doses: Sequence[Any], at: datetime) -> Standing:
    mine = [row for row in doses if _same(row.medicine, held.name)]
    last = next((row for row in mine if row.outcome == GIVEN), None)
    return Standing(
        held,
        last.record.happened_at if last else None,
        bool(last and is_timed(last)),
        tuple(doubts_about(held, doses, at)),
        left_on(held, doses, at),
        None if held.needed_when else earlier_than(held, doses, at),
    )


def _too_soon(held: Any, given: Sequence[Any], at: datetime, *, timed: bool) -> Iterator[Doubt]:
    if not given or not held.least_hours:
        return
    hours = timedelta(hours=held.least_hours)
    last = next((row.record.happened_at for row in given if is_timed(row)), None)
    if timed and last is not None and at < (again := last + hours):
        said = f"Given already at {_clock(last, at)}: not again before {_clock(again, at)}"
        yield Doubt("interval", "Time between doses", said + _except(held))
        return
    earliest = at if timed else _day_around(at)[0]
    if any(earliest < _latest(row) + hours for row in given if not (timed and is_timed(row))):
        said = (
            "Given already, and one of the times is not known: cannot tell whether "
            f"{counted(held.least_hours, 'hour')} lie between them"
        )
        yield Doubt("interval", "Time between doses", said + _except(held))


def _latest(dose: Any) -> datetime:
    """The latest moment at which a dose can have been given."""
    at: datetime = dose.record.happened_at
    return at if is_timed(dose) else _day_around(at)[1]


def _too_many(held: Any, given: Sequence[Any], day: date) -> Iterator[Doubt]:
    today = len([row for row in given if _day_of(row) == day])
    if held.most_a_day and today >= held.most_a_day:
        most = counted(held.most_a_day, "dose")
        said = f"Given {counted(today, 'time')} that day: at most {most}"
        yield Doubt("most", "Doses in a day", said + _except(held))


def _except(held: Any) -> str:
    """No number of hours holds back what a child needs in an emergency."""
    return "; in an emergency do what the emergency plan says" if held.needed_when else ""


def _clock(moment: datetime, beside: datetime) -> str:
    local = clock.local(moment)
    day = "" if local.date() == clock.local(beside).date() else f" on {said_day(local.date())}"
    return f"{local:%H:%M}{day}"


def _day_of(dose: Any) -> date:
    return clock.local(dose.record.happened_at).date()


def _same(one: str, other: str) -> bool:
    return " ".join(fold(one).split()) == " ".join(fold(other).split())
