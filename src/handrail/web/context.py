"""What every page is told: who is signed in, where they can go, and how much waits."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from handrail.entry.device_key import device_key
from handrail.entry.guards import RUNS_SCHOOL, why_shut
from handrail.learning.reading import HAS_LEARNING
from handrail.people.models import Post
from handrail.records.reader import Reader
from handrail.records.rules import PASTORAL, may_log
from handrail.web.unseen import unseen_of

RAIL_ONLY = {"/school/", "/plans/", "/school/patterns/", "/trust/"}  # a dock has five places
ON_TOP = ("/school/", "/school/patterns/", "/trust/")  # of these the first stands on a phone's top


@dataclass(frozen=True)
class Place:
    label: str
    href: str
    icon: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Me:
    """Who is signed in, for the frame. `key` opens what this person's devices keep; `number` says
    whose that is; `pin_fresh` that the PIN was just given, so that the device may learn it."""

    name: str
    theme: str
    school: str
    runs_school: bool
    number: str
    key: str
    pin_fresh: bool
    away: bool  # the last page was put out of sight; this one says that somebody is back


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame of a signed-in page; nothing for the sign-in page and errors."""
    school = getattr(request, "school", None)
    if school is None:
        return {}
    reader = request.reader  # type: ignore[attr-defined]
    unseen = len(unseen_of(request))
    runs = reader.holds(school.pk, *RUNS_SCHOOL)
    only_logs = reader.roles.get(school.pk) == frozenset({Post.Role.VOLUNTEER})
    has_learning = reader.holds(school.pk, *HAS_LEARNING)
    leads = reader.holds(school.pk, *PASTORAL)
    places = _places(
        request.path, unseen, runs and not only_logs, has_learning, leads=leads,
        looks=reader.holds(school.pk, Post.Role.TRUST),
    )  # fmt: skip
    if not may_log(reader, school.pk):
        places = [place for place in places if place.icon != "plus"]
    return {
        "me": _me(request, reader, school.name, runs),
        "frame_scripts": [] if why_shut(request) else ["web/alerts.js"],
        "on_top": next((one for href in ON_TOP for one in places if one.href == href), None),
        "nav": [place for place in places if place.icon != "plus"],
        "may_log": any(place.icon == "plus" for place in places),
        "dock": [place for place in places if place.href not in RAIL_ONLY],
    }


def _me(request: HttpRequest, reader: Reader, school: str, runs_school: bool) -> Me:
    return Me(
        name=reader.person.name,
        theme=request.user.theme,  # type: ignore[union-attr]
        school=school,
        runs_school=runs_school,
        number=str(reader.person.uuid),
        key="" if why_shut(request) else device_key(reader.person),
        pin_fresh=bool(request.session.pop("pin_fresh", False)),
        away="away_at" in request.session,
    )


def _places(
    path: str, unseen: int, runs_school: bool, has_learning: bool, *, leads: bool, looks: bool
) -> list[Place]:
    rows = [
        ("Today", "/", "house", 0),
        ("Pupils", "/pupils/", "users", 0),
        ("Log", "/log/", "plus", 0),
        ("Alerts", "/alerts/", "bell", unseen),
        ("Find", "/find/", "search", 0),
    ]
    if has_learning:
        rows.append(("Lessons", "/plans/", "book-open", 0))
    if looks:
        rows.append(("Schools", "/trust/", "chart-line", 0))
    if leads:
        rows.append(("Patterns", "/school/patterns/", "chart-line", 0))
    if runs_school:
        rows.append(("School", "/school/", "settings", 0))
    here = max((href for _, href, _, _ in rows if path.startswith(href)), key=len, default="")
    return [
        Place(label, href, icon, href == (here if here != "/" else path), count)
        for label, href, icon, count in rows
    ]
