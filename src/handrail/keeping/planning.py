"""Planning: which records are due under the school's rules today, and which a hold keeps back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q

from handrail.core import clock
from handrail.core.batches import in_batches
from handrail.keeping.models import Destruction, Hold
from handrail.keeping.periods import BIRTH, LEAVING, PupilFacts, Rule, due_on, rules_of
from handrail.people.models import Enrolment, Person
from handrail.records.models import Involvement, Link, Record
from handrail.records.reader import Reader
from handrail.records.reading import known_among
from handrail.records.sensitivity import Sensitivity
from handrail.school.models import School

SHOWN = ("uuid", "reference", "kind", "happened_at", "sensitivity", "school")


@dataclass(frozen=True)
class Due:
    """A record whose time has come, and the holds that keep it back, if any do."""

    record: Record
    due_on: date
    rule: Rule
    holds: tuple[Hold, ...] = ()

    @property
    def happened_on(self) -> date:
        return clock.local(self.record.happened_at).date()

    @property
    def circle(self) -> str:
        restricted = self.record.sensitivity >= Sensitivity.RESTRICTED
        return Destruction.Circle.RESTRICTED if restricted else Destruction.Circle.ORDINARY


def everything_due(school: School, *, only: Iterable[int] | None = None) -> list[Due]:
    """Every record due today under the school's rules, held ones too, in the order of filing.

    For the engine: it narrows to nobody. `only` looks at these records alone, and reads them
    whole; of all that is due, which may be years of it, only what a list shows is read.
    """
    today = clock.today()
    found: dict[int, Due] = {}
    for rule in rules_of(school).values():
        rows = Record.everything.filter(school=school, kind=rule.kind.slug)
        rows = rows.exclude(state=Record.State.STUB)
        rows = rows.only(*SHOWN) if only is None else rows.filter(pk__in=list(only))
        for could_be in _could_be_due(rule, school, today):
            records = list(rows.filter(could_be))
            facts = _facts(school, records, today)
            for record in records:
                happened_on = clock.local(record.happened_at).date()
                day = due_on(rule, happened_on, facts.get(record.pk, []))
                if day is not None and day <= today:
                    found[record.pk] = Due(record, day, rule)
    return _with_holds(school, [found[key] for key in sorted(found)])


def _could_be_due(rule: Rule, school: School, today: date) -> tuple[Q, ...]:
    """What the database finds by its indexes, so that only that is reckoned one by one.

    Each part is asked for by itself: with a pupil who is old enough, or with nobody in it.
    """
    cut = _years_before(today, rule.years)
    day_after = datetime.combine(cut + timedelta(days=1), time(0), tzinfo=clock.LONDON)
    long_ago = Q(happened_at__lt=day_after)
    if rule.counts_from not in {BIRTH, LEAVING}:
        return (long_ago,)
    people = Person.objects.filter(born__lte=cut)
    if rule.counts_from == LEAVING:
        left = Enrolment.objects.filter(school=school, ends__lte=cut)
        people = Person.objects.filter(pk__in=left.values("pupil"))
    pupils = Involvement.objects.filter(as_pupil=True).order_by()
    nobody = Q(~Exists(pupils.filter(record=OuterRef("pk"))))
    return Q(pk__in=pupils.filter(person__in=people).values("record")), long_ago & nobody


def _years_before(day: date, years: int) -> date:
    """The latest day whose anniversary has come; a day too many does no harm here."""
    year = max(1, day.year - years)
    return date(year, day.month, min(day.day, 28)) + timedelta(days=max(0, day.day - 28))


def _facts(school: School, records: Sequence[Record], today: date) -> dict[int, list[PupilFacts]]:
    """The pupils of each record, with what a period may count from."""
    keys = [record.pk for record in records]
    pairs: list[tuple[int, int]] = []
    for some in in_batches(keys):
        rows = Involvement.objects.filter(record__in=some, as_pupil=True)
        pairs += rows.values_list("record_id", "person_id")
    people = {person for _, person in pairs}
    born = dict(Person.objects.filter(pk__in=people).values_list("pk", "born"))
    left: dict[int, list[date | None]] = {}
    for person, ends in Enrolment.objects.filter(school=school, pupil__in=people).values_list(
        "pupil_id", "ends"
    ):
        left.setdefault(person, []).append(ends)
    found: dict[int, list[PupilFacts]] = {}
    for record, person in pairs:
        facts = PupilFacts(born.get(person), _left_on(left.get(person, []), today))
        found.setdefault(record, []).append(facts)
    return found


def _left_on(ends: list[date | None], today: date) -> date | None:
    """The last day at this school, once there is one and it is past."""
    days = [day for day in ends if day]
    return max(days) if days and len(days) == len(ends) and max(days) < today else None


def standing_holds(school: School) -> list[Hold]:
    return list(
        Hold.objects.filter(school=school, lifted_at=None).select_related(
            "pupil", "record", "placed_by"
        )
    )


def _with_holds(school: School, found: list[Due]) -> list[Due]:
    """Each with the holds on it, on a pupil in it, or on a record that it is linked with."""
    holds = standing_holds(school)
    if not holds or not found:
        return found
    everywhere = [hold for hold in holds if hold.scope == Hold.Scope.EVERYTHING]
    on: dict[int, list[Hold]] = {}
    for hold in holds:
        if hold.record_id:
            on.setdefault(hold.record_id, []).append(hold)
        elif hold.pupil_id:
            rows = Involvement.objects.filter(person=hold.pupil_id, record__school=school)
            for pk in rows.values_list("record_id", flat=True):
                on.setdefault(pk, []).append(hold)
    linked = _neighbours(on)
    return [
        Due(due.record, due.due_on, due.rule, tuple(dict.fromkeys([
            *everywhere, *on.get(due.record.pk, []),
            *(hold for pk in linked.get(due.record.pk, ()) for hold in on[pk]),
        ])))
        for due in found
    ]  # fmt: skip


def _neighbours(held: dict[int, list[Hold]]) -> dict[int, list[int]]:
    """The held records that each record is linked with, either way."""
    found: dict[int, list[int]] = {}
    links = (
        pair
        for some in in_batches(list(held))
        for pair in Link.objects.filter(Q(source__in=some) | Q(target__in=some)).values_list(
            "source_id", "target_id"
        )
    )
    for source, target in set(links):
        for here, there in ((source, target), (target, source)):
            if there in held:
                found.setdefault(here, []).append(there)
    return found


@dataclass(frozen=True)
class Preview:
    """What one person may know of what is due in one circle."""

    circle: str
    due: tuple[Due, ...]
    held: tuple[Due, ...]
    readable: frozenset[int]  # whose references they may see


def preview(
    reader: Reader, school: School, circle: str, everything: Sequence[Due] | None = None
) -> Preview:
    """What is due in a circle, as far as this reader may know of it.

    Ordinary records are counted to whoever keeps the school; references are for those who may
    read them. A restricted record, or a hold, that they may not know of leaves no trace here.
    `everything` is what is due, where it was asked for already.
    """
    everything = everything_due(school) if everything is None else everything
    found = [due for due in everything if due.circle == circle]
    keys = [due.record.pk for due in found]
    readable = frozenset(known_among(reader, keys))
    if circle == Destruction.Circle.RESTRICTED:
        found = [due for due in found if due.record.pk in readable]
    held = {hold.pk for hold in holds_known_to(reader, school)}
    return Preview(
        circle,
        tuple(due for due in found if not due.holds),
        tuple(due for due in found if due.holds and any(hold.pk in held for hold in due.holds)),
        readable,
    )


def holds_known_to(reader: Reader, school: School) -> list[Hold]:
    """The standing holds that this reader may know of."""
    from handrail.keeping.holding import may_know  # noqa: PLC0415 - it needs the plan's parts

    return [hold for hold in standing_holds(school) if may_know(reader, hold)]
