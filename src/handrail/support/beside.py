"""Provision and needs as they leave: in words about one pupil, and the tables of a school."""

from datetime import date

from handrail.core.dates import said_day
from handrail.people.models import Need, Person, ProvisionSpell
from handrail.records.beside import Said, Tables
from handrail.school.models import School


def said_of(pupil: Person, school: School, since: date | None, until: date | None) -> list[Said]:
    """Every stretch of provision and every need that was named, oldest first."""
    spells = ProvisionSpell.objects.filter(pupil=pupil.pk).order_by("pk")
    needs = Need.objects.filter(pupil=pupil.pk).order_by("pk")
    rows = [("Special educational provision", str(row), row.starts, row.ends) for row in spells]
    rows += [("Need", f"{row.label} ({_rank(row.rank)})", row.starts, row.ends) for row in needs]
    return [
        Said(label, f"{words}{_span(starts, ends)}")
        for label, words, starts, ends in rows
        if _within(starts, ends, since, until)
    ]


def _rank(rank: int) -> str:
    return "primary" if rank == 1 else "secondary"


def _span(starts: date | None, ends: date | None) -> str:
    start = f", from {said_day(starts)}" if starts else ""
    return start + (f", until {said_day(ends)}" if ends else "")


def _within(
    starts: date | None, ends: date | None, since: date | None, until: date | None
) -> bool:  # fmt: skip
    begun = until is None or starts is None or starts <= until
    return begun and (since is None or ends is None or ends >= since)


def tables(school: School) -> Tables:
    """The history of a school's pupils, for its export."""
    there = {"pupil__enrolments__school": school}
    return {
        "provision.csv": (
            ["pupil", "provision", "starts", "ends", "noted_by", "noted_on"],
            ProvisionSpell.objects.filter(**there).distinct().order_by("pk").values_list(
                "pupil__person__uuid", "provision", "starts", "ends", "noted_by__uuid", "noted_on"),
        ),
        "needs.csv": (
            ["pupil", "code", "rank", "starts", "ends", "noted_by", "noted_on"],
            Need.objects.filter(**there).distinct().order_by("pk").values_list(
                "pupil__person__uuid", "code", "rank", "starts", "ends", "noted_by__uuid",
                "noted_on"),
        ),
    }  # fmt: skip
