"""The periods that a return is for: each term and each school year, with nothing between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handrail.core.clock import at_local
from handrail.core.school_days import school_year
from handrail.school.models import School, Term

DAY = timedelta(days=1)
HALF = re.compile(r"\s*(first half|second half|[12])$", re.IGNORECASE)


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both counted. `over` is the last day pupils attend."""

    slug: str
    label: str
    starts: date
    ends: date
    over: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From when, and before when."""
        return at_local(self.starts, time(0)), at_local(self.ends + DAY, time(0))

    @property
    def is_year(self) -> bool:
        return self.slug.endswith("-year")


def periods_of(school: School, day: date) -> list[Period]:
    """Terms and years that have begun by that day, newest first; one query.

    Both halves of a term are one. A term lasts until the next begins, so that what happens online
    in the holidays is counted; the first begins with the school year.
    """
    by_year: dict[int, list[Term]] = {}
    for term in Term.objects.filter(school=school).order_by("starts"):
        by_year.setdefault(school_year(term.starts), []).append(term)
    by_year.setdefault(school_year(day), [])
    found = [one for first, terms in by_year.items() for one in _of_year(first, terms)]
    return sorted((one for one in found if one.starts <= day), key=_newest, reverse=True)


def _newest(period: Period) -> tuple[date, date]:
    return period.starts, period.ends


def _of_year(first: int, terms: list[Term]) -> Iterator[Period]:
    begins, ends = date(first, 9, 1), date(first + 1, 8, 31)
    over = terms[-1].ends if terms else ends
    yield Period(f"{first}-year", f"School year {first}/{(first + 1) % 100:02}", begins, ends, over)
    whole: dict[str, list[Term]] = {}
    for term in terms:
        whole.setdefault(HALF.sub("", term.name).strip() or term.name, []).append(term)
    several = list(whole.items())
    for number, (name, halves) in enumerate(several):
        starts = begins if number == 0 else halves[0].starts
        until = several[number + 1][1][0].starts - DAY if number + 1 < len(several) else ends
        label = f"{name} term {halves[0].starts.year}"
        yield Period(f"{first}-{number + 1}", label, starts, until, halves[-1].ends)
