"""The report to governors: two pages of figures, made for the head or a designated lead."""

from typing import Any

from handrail.core.progress import Progress
from handrail.measures.asking import Asked
from handrail.measures.governors import PARTS, composed
from handrail.measures.ranges import Range
from handrail.people.models import CarerLink, Post
from handrail.records.kind import kind_named
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.records.rules import DESIGNATED
from handrail.reports.book import frame
from handrail.reports.models import Report
from handrail.school.models import School

REPORTS = (*DESIGNATED, Post.Role.HEAD)  # who may read whatever it counts
NOT_YOURS = "Only the head or a designated lead, without a child here, can have this report."


def may_report(reader: Reader, school_id: int) -> bool:
    """Whether somebody may have the report, which counts the whole school. Whoever has a child
    here would learn from it what they may not read, so a colleague makes it."""
    if not reader.holds(school_id, *REPORTS):
        return False
    theirs = CarerLink.objects.filter(
        carer=reader.person, pupil__enrolments__school=school_id
    )  # fmt: skip
    return not theirs.exists()


def governors_report(reader: Reader, school: School, kind: str, span: Range) -> Report:
    """What is asked for, not kept yet. Raises Refused to who may not have it."""
    if not may_report(reader, school.pk):
        raise Refused(NOT_YOURS)
    return Report(school=school, sort=Report.Sort.GOVERNORS, kind=kind,
                  first_day=span.first, last_day=span.last, total=PARTS)  # fmt: skip


def asked_of(reader: Reader, report: Report) -> Asked:
    """The records that it counts."""
    if report.first_day is None or report.last_day is None:
        raise Refused("Say from which day to which.")
    span = Range(report.first_day, report.last_day)
    return Asked(kind_named(report.kind), report.school, span, reader)


def governors_body(reader: Reader, report: Report, progress: Progress) -> dict[str, Any]:
    """Figures of the range as plain data. Raises Refused when it is theirs no longer."""
    if not may_report(reader, report.school_id):
        raise Refused(NOT_YOURS)
    asked = asked_of(reader, report)
    title = f"{asked.kind.plural}: report to governors"
    return {**frame(report.school, title), **composed(asked, progress)}
