"""What is missing, on paper: which answers, of which records, and who owes them."""

from collections import Counter
from typing import Any

from handrail.core.dates import said_in_full
from handrail.core.progress import Progress
from handrail.measures.asking import Asked
from handrail.measures.missing import Completeness, Missing, completeness
from handrail.measures.ranges import Range
from handrail.records.kind import Kind, kind_named
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.records.rules import PASTORAL
from handrail.registers.keeping import keeps_register
from handrail.reports.book import frame
from handrail.reports.models import Report
from handrail.school.models import School

NOT_YOURS = "Only the pastoral leads can have this report."


def missing_report(school: School, kind: Kind, span: Range) -> Report:
    """What is asked for, not kept yet."""
    return Report(school=school, sort=Report.Sort.MISSING, kind=kind.slug,
                  first_day=span.first, last_day=span.last, total=1)  # fmt: skip


def may_have_missing(reader: Reader, school_id: int) -> bool:
    """The same posts as the page that says it."""
    return reader.holds(school_id, *PASTORAL)


def missing_body(reader: Reader, report: Report, progress: Progress) -> dict[str, Any]:
    """What is missing of the records of the range that the reader may read, as plain data; notes
    on the report which records it speaks of. Raises Refused when it is theirs no longer."""
    if not may_have_missing(reader, report.school_id):
        raise Refused(NOT_YOURS)
    if report.first_day is None or report.last_day is None:
        raise Refused("Say from which day to which.")
    kind, span = kind_named(report.kind), Range(report.first_day, report.last_day)
    found = completeness(Asked(kind, report.school, span, reader))
    report.listed = [row.record.pk for row in found.rows]
    progress.step()
    numbered = keeps_register(reader, report.school_id, kind)
    return {
        **frame(report.school, f"{kind.plural}: what is missing"),
        "span": span.said,
        "lead": _lead(found),
        "often": [[what, str(n)] for what, n in _often(found)],
        "entries": [_entry(row, numbered=numbered) for row in found.rows],
    }


def _lead(found: Completeness) -> str:
    if not found.looked_at:
        return "There is nothing in these days."
    whole = f"{found.whole} of {found.looked_at} {'is' if found.whole == 1 else 'are'} whole."
    lacks = "lacks" if found.statutory == 1 else "lack"
    law = (
        f"{found.statutory} {lacks} something that law or statutory guidance asks for."
        if found.statutory
        else "Nothing is missing that law or statutory guidance asks for."
    )
    return f"{whole} {law}"


def _often(found: Completeness) -> list[tuple[str, int]]:
    """What law or statutory guidance asks for and how many records lack it, the most first."""
    asked = Counter(what for row in found.rows for what in dict.fromkeys(row.statutory))
    if untold := sum(1 for row in found.rows if row.not_told):
        asked["Each parent told, or the local authority"] = untold
    return sorted(asked.items(), key=lambda pair: (-pair[1], pair[0]))


def _entry(row: Missing, *, numbered: bool) -> dict[str, Any]:
    """One record; `numbered`: whether numbers of the register are for whoever asked."""
    owed = row.owed_by if row.open else f"{row.owed_by} (nobody is asked any more)"
    asked = (
        ("Law or statutory guidance asks", row.statutory), ("Not told yet", row.not_told),
        ("Practice asks", row.practice),
    )  # fmt: skip
    return {
        "number": row.entry if numbered else "",
        "title": row.record.headline,
        "about": f"{row.record.reference}; {said_in_full(row.record.happened_at)}; written by "
        f"{row.record.author_name}",
        "asked": [{"label": label, "lines": names} for label, names in asked if names],
        "owed": owed,
    }
