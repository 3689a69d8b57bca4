"""What is counted: records of one kind at one school between two days, as one reader may know."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from handrail.core.school_days import Calendar
from handrail.measures.ranges import Range
from handrail.people.models import Enrolment
from handrail.records.kind import Kind
from handrail.records.models import Involvement, Record
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import Reader
from handrail.school.models import School


@dataclass(frozen=True)
class Asked:
    """`reader` is whose eyes it is seen with; with None it is the whole school, and then only
    figures without names may leave. Void records do not count."""

    kind: Kind
    school: School
    span: Range
    reader: Reader

    def records(self) -> RecordQuerySet:
        return Record.objects.readable_by(self.reader).filter(
            school=self.school, kind=self.kind.slug, state=Record.State.FILED,
            happened_at__gte=self.span.starts, happened_at__lt=self.span.ends,
        )  # fmt: skip

    @property
    def about(self) -> str:
        """The part that the pupil has whom a record of this kind is about."""
        return self.kind.roles[0].slug

    def pupils_in(self) -> QuerySet[Involvement]:
        """One row for each pupil that each record is about."""
        rows = Involvement.objects.filter(record__in=self.records(), role=self.about)
        return rows.filter(as_pupil=True).order_by()

    def over(self, span: Range) -> "Asked":
        """The same over other days."""
        return Asked(self.kind, self.school, span, self.reader)


def days_of(calendar: Calendar, span: Range) -> list[date]:
    """The school days of a range, in order."""
    every = (span.first + timedelta(days=n) for n in range(span.days))
    return [day for day in every if calendar.is_school_day(day)]


def enrolments_in(school: School, span: Range) -> QuerySet[Enrolment]:
    """Everyone who was on roll on any day of a range."""
    there = Enrolment.objects.filter(school=school).exclude(ends__lt=span.first)
    return there.exclude(starts__gt=span.last).select_related("pupil__person").order_by()
