"""The report for home as a PDF: large letters, one sentence after another, its reading age said.

Made as it is asked for and handed out at once. Nothing of it is kept here: its words follow from
marks that stand, and from what the sender typed.
"""

from typing import Any

from handrail.core.reading_age import FORMULA
from handrail.feedback.for_home import HomeReport
from handrail.reports.book import frame
from handrail.reports.printing import HOME, printed_report
from handrail.school.models import School


def home_pdf(school: School, report: HomeReport) -> bytes:
    """The PDF (PDF/UA-1, tagged)."""
    return printed_report(home_body(school, report), HOME)


def home_body(school: School, report: HomeReport) -> dict[str, Any]:
    """What it says, as plain data."""
    parts = [{"title": one.title, "paragraphs": one.paragraphs} for one in report.parts]
    return {**frame(school, report.title), "parts": parts, "age": age_said(report)}


def age_said(report: HomeReport) -> str:
    """Its reading age in a sentence."""
    age = report.age
    if age is None:
        return ""
    rough = " This is a short text, so it is a rough number." if age.is_rough else ""
    return f"Reading age of this report: about {age.years}, by the {FORMULA}.{rough}"
