"""Groups of pupils: how a frozen finding, and how the roll, says which group somebody is in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from handrail.core import clock
from handrail.core.school_days import school_year
from handrail.measures.ranges import Range
from handrail.people.ethnicity import BROAD, broad_group
from handrail.people.models import Designation, Enrolment, Need
from handrail.people.need_codes import need_codes
from handrail.people.needs import NO_NEED
from handrail.people.sexes import SEXES

NOT_KNOWN = "unknown"
NONE_NAMED = "none"
YEARS = ("N1", "N2", "R", *(str(year) for year in range(1, 15)), "X")
S = Designation.Sort


@dataclass(frozen=True)
class Dimension:
    """One question that is asked of a group, by the slug of the finding that answers it."""

    slug: str
    label: str
    groups: tuple[tuple[str, str], ...]
    frozen: Callable[[str], str]  # from the words of a finding to a group
    unknown: str = NOT_KNOWN


def _sen(said: str) -> str:
    code = said.partition(":")[0]  # "K" on the roll, "K: SEN support" in a finding
    return code if code in {"N", "K", "E"} else NOT_KNOWN


def _need(said: str) -> str:
    """From "SEMH: Social, emotional and mental health" in a finding; older records have none."""
    code = said.partition(":")[0]
    if code in need_codes():
        return code
    return NONE_NAMED if said == NO_NEED else NOT_KNOWN


def _ethnicity(said: str) -> str:
    return broad_group(said.partition(":")[0]) or NOT_KNOWN  # "CHNE", or with its words


def _sex(said: str) -> str:
    """From "F" on the roll and in older findings, or "Female" in a finding."""
    return said[:1] if said in {"F", "M", *SEXES.values()} else NOT_KNOWN


def _year(said: str) -> str:
    return said if said in YEARS else NOT_KNOWN


def _care(said: str) -> str:
    if S.IN_CARE.label in said:
        return "in_care"
    workers = (sort.label for sort in Designation.WITH_SOCIAL_WORKER)
    return "social_worker" if any(label in said for label in workers) else "none"


DIMENSIONS = (
    Dimension("sen", "Special educational need", (
        ("N", "No special educational need"), ("K", "SEN support"),
        ("E", "Education, health and care plan"), (NOT_KNOWN, "Not known"),
    ), _sen),
    Dimension("need", "Primary need", (
        *((code, one.label) for code, one in need_codes().items()),
        (NONE_NAMED, "No need named"), (NOT_KNOWN, "Not recorded"),
    ), _need),
    Dimension("ethnicity", "Ethnic group", (*BROAD, (NOT_KNOWN, "Not known")), _ethnicity),
    Dimension("sex", "Sex", (("F", "Girls"), ("M", "Boys"), (NOT_KNOWN, "Not known")), _sex),
    Dimension("year", "Age (year group)", (
        *((year, f"Year {year}" if year.isdigit() else
           {"N1": "Nursery 1", "N2": "Nursery 2", "R": "Reception", "X": "No year group"}[year])
          for year in YEARS), (NOT_KNOWN, "Not known"),
    ), _year),
    Dimension("care", "Care and social worker", (
        ("in_care", "Looked after"), ("social_worker", "With a social worker"),
        ("none", "Neither"), (NOT_KNOWN, "Not known"),
    ), _care),
)  # fmt: skip
CARE, NEED = "care", "need"


def dimensions_for(*, ethnicity: bool, care: bool) -> tuple[Dimension, ...]:
    """The questions that may be asked here: ethnicity where the school keeps it, care for those
    who may know of it."""
    shut = {"ethnicity"} if not ethnicity else set()
    shut |= set() if care else {CARE}
    return tuple(one for one in DIMENSIONS if one.slug not in shut)


def roll_groups(one: Dimension, enrolments: Iterable[Enrolment], span: Range) -> dict[int, str]:
    """The group of everybody on roll, as known today; care and need as they were in the range."""
    rows = list(enrolments)
    if one.slug == CARE:
        return _care_groups(rows, span)
    if one.slug == NEED:
        return _need_groups(rows, span)
    return {row.pupil_id: BY_ROLL[one.slug](row, span) for row in rows}


def _care_groups(rows: list[Enrolment], span: Range) -> dict[int, str]:
    """Whoever was looked after on any day of the range counts as looked after."""
    found = dict.fromkeys((row.pupil_id for row in rows), "none")
    held = Designation.objects.filter(pupil__in=list(found)).exclude(ends__lt=span.first)
    for row in held.exclude(starts__gt=span.last).order_by("pk"):
        group = _care(row.get_sort_display())
        if group == "in_care" or found[row.pupil_id] == "none":
            found[row.pupil_id] = group
    return found


def _need_groups(rows: list[Enrolment], span: Range) -> dict[int, str]:
    """The need that stood first on the last day of the range, or today where that is earlier."""
    found = dict.fromkeys((row.pupil_id for row in rows), NONE_NAMED)
    day = min(span.last, clock.today())
    for row in Need.objects.on(day).filter(pupil__in=list(found)).order_by("-rank", "-pk"):
        found[row.pupil_id] = row.code if row.code in need_codes() else NOT_KNOWN
    return found


def _year_then(row: Enrolment, span: Range) -> str:
    """The year group at the end of the range: today's, less the school years since."""
    ended = row.ends or clock.today()
    back = school_year(min(ended, clock.today())) - school_year(min(span.last, ended))
    if row.year not in YEARS or back <= 0:
        return _year(row.year)
    place = YEARS.index(row.year) - back
    return YEARS[place] if place >= 0 else NOT_KNOWN


BY_ROLL: Mapping[str, Callable[[Enrolment, Range], str]] = {
    "sen": lambda row, span: _sen(row.pupil.sen_provision),
    "ethnicity": lambda row, span: _ethnicity(row.pupil.ethnicity),
    "sex": lambda row, span: _sex(row.pupil.person.sex),
    "year": _year_then,
}
