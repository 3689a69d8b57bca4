"""Clocks: what was asked for after these records, and whether it was done in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, F, Q

from handrail.core import clock
from handrail.core.numbers import counted
from handrail.measures.asking import Asked
from handrail.records.kind import Measure
from handrail.records.models import Action

S = Action.State


@dataclass(frozen=True)
class ClockLine:
    """One duty: how often it was asked for, and how it stands."""

    slug: str
    label: str
    asked: int
    in_time: int
    late: int
    not_needed: int
    open: int
    overdue: int


def clocks(asked: Asked, *, but: Iterable[str] = ()) -> list[ClockLine]:
    """Every duty of the kind that was asked for, in the order of the kind; one query.

    `but` names duties that must not be shown, not even as a number.
    """
    now = clock.now()
    rows = Action.objects.filter(record__in=asked.records()).order_by().values("duty")
    counted = rows.annotate(
        n=Count("pk"),
        in_time=Count("pk", filter=Q(state=S.DONE, closed_at__lte=F("due"))),
        late=Count("pk", filter=Q(state=S.DONE, closed_at__gt=F("due"))),
        set_aside=Count("pk", filter=Q(state=S.NOT_NEEDED)),
        open=Count("pk", filter=Q(state=S.OPEN)),
        overdue=Count("pk", filter=Q(state=S.OPEN, due__lt=now)),
    )
    found = {row["duty"]: row for row in counted}
    return [
        ClockLine(duty.slug, duty.promise[0].upper() + duty.promise[1:], row["n"], row["in_time"],
                  row["late"], row["set_aside"], row["open"], row["overdue"])
        for duty in asked.kind.duties
        if (row := found.get(duty.slug)) and duty.slug not in set(but)
    ]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """How soon each of those who had to be told was told.

    `each` counts one for every parent; `not_told` those of whom somebody decided so on a lawful
    ground, `set_aside` those closed for a reason alone. Where the law names the grounds, a reason
    alone takes nobody out of those who were `due` to be told. `middle` is the median time from the
    event. `events` are records with somebody to be told, and `whole_days` those of which everyone
    was told the same day.
    """

    each: int
    told: int
    same_day: int
    not_told: int
    set_aside: int
    due: int
    waiting: int
    middle: timedelta | None
    events: int
    whole_days: int

    @property
    def share(self) -> float | None:
        """Told the same day, of those who were to be told."""
        return self.same_day / self.due if self.due else None

    @property
    def middle_said(self) -> str:
        """ "1 hour 20 minutes"."""
        return said_long(self.middle) if self.middle is not None else "not known"


def said_long(length: timedelta) -> str:
    """A length of time in the two largest units that say it."""
    minutes = round(length.total_seconds() / 60)
    days, hours = divmod(minutes // 60, 24)
    parts = ((days, "day"), (hours, "hour"), (minutes % 60, "minute"))
    said = [counted(n, unit) for n, unit in parts if n][:2]
    return " ".join(said) or "at once"


def told(asked: Asked, measure: Measure) -> Told:
    """The time until the actions of the measure's duty were done; one query.

    Somebody was told when the record that is evidence happened, not when it was written down.
    """
    rows = Action.objects.filter(record__in=asked.records(), duty=measure.duty).values_list(
        "record_id", "record__happened_at", "state", "ground", "closed_at",
        "evidence_record__happened_at",
    )  # fmt: skip
    took: list[timedelta] = []
    same_day = not_told = set_aside = waiting = 0
    duty = asked.kind.duty(measure.duty)
    only_on_ground = bool(duty and duty.grounds)
    whole: dict[int, bool] = {}
    for record, happened, state, ground, closed, evidence in rows.order_by():
        if state == S.NOT_NEEDED:
            not_told += bool(ground)
            set_aside += not ground
            if not ground and only_on_ground:
                whole[record] = False
            continue
        at = evidence or closed if state == S.DONE else None
        prompt = at is not None and _same_day(happened, at)
        whole[record] = whole.get(record, True) and prompt
        same_day += prompt
        waiting += at is None
        if at is not None:
            took.append(max(at - happened, timedelta(0)))
    each = len(took) + waiting + not_told + set_aside
    return Told(
        each=each, told=len(took), same_day=same_day, not_told=not_told, set_aside=set_aside,
        due=each - not_told - (0 if only_on_ground else set_aside), waiting=waiting,
        middle=_middle(took), events=len(whole), whole_days=sum(whole.values()),
    )  # fmt: skip


def _middle(took: list[timedelta]) -> timedelta | None:
    """The median length; none of none."""
    return timedelta(seconds=median(one.total_seconds() for one in took)) if took else None


def _same_day(one: datetime, other: datetime) -> bool:
    return clock.local(one).date() == clock.local(other).date()
