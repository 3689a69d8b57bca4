"""Who may open which page: signed in, at a school, in a post; else the page does not exist."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from handrail.entry.closing import close_leaver
from handrail.entry.factors import has_factor
from handrail.entry.locking import is_locked
from handrail.entry.proof import MustProve, is_proved, must_have_factor
from handrail.entry.sessions import keep_that_it_ended
from handrail.people.models import Post
from handrail.records.reader import Reader
from handrail.school.models import School

View = Callable[..., HttpResponseBase]
Role = Post.Role
STAFF = tuple(role for role in Role.values if role not in {Role.VOLUNTEER, Role.TRUST})
CSRF_FIELD = "csrfmiddlewaretoken"
MOST_KEPT = 100_000  # characters
ACT_ON_A_PAGE = re.compile(
    r"(/(?:records|pupils|plans|jobs|visits)/[0-9a-f-]{36}/)"
    r"(?:amend|void|share|files|look|out|back|off|do/[a-z-]+)/$"
)
RUNS_SCHOOL = (Role.ADMINISTRATOR, Role.HEAD)


class At(HttpRequest):
    """A request by a reader at one of their schools; the shape that guarded views receive."""

    reader: Reader
    school: School


def at_school(*roles: str, unproved: bool = False) -> Callable[[View], View]:
    """Let in whoever holds a post (one of `roles`, when given) at the school they are working in.

    Everyone else is told that there is no such page. Whoever must have a second factor and has
    not shown it is led there first, unless the page is one by which they do so (`unproved`).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if why_shut(request) in {"signed-out", "locked"}:
                return _to_the_door(request)
            request.school = school_of(request)
            if request.school is None:
                close_leaver(request)
                return _to_the_door(request)
            if not unproved and must_have_factor(request.reader) and not is_proved(request):
                return _to_proof(request)
            if roles and not request.reader.holds(request.school.pk, *roles):
                raise Http404("Not for this post.")
            try:
                return view(request, *args, **kwargs)
            except MustProve:
                return _to_proof(request)

        guarded.roles = roles  # type: ignore[attr-defined]  # the matrix test reads it
        return guarded

    return decorate


def why_shut(request: Any) -> str:
    """Why nothing opens to this request: "signed-out", "locked", "unproved"; "" when it does."""
    if not request.user.is_authenticated:
        return "signed-out"
    if is_locked(request):
        return "locked"
    return "unproved" if not is_proved(request) and must_have_factor(request.reader) else ""


def is_fetch(request: HttpRequest) -> bool:
    """Whether a script of ours asks, who must not be led to another page without noticing."""
    accepts = request.headers.get("Accept", "")
    return (
        "HX-Request" in request.headers
        or accepts.startswith("application/json")
        # A service worker fetches pages too, as "empty"; what it wants is still a page.
        or (request.headers.get("Sec-Fetch-Dest") == "empty" and "text/html" not in accepts)
    )


def _to_the_door(request: Any) -> HttpResponseBase:
    """To sign in or unlock."""
    if request.user.is_authenticated:
        return _lead(request, "/lock/", "locked")
    return _lead(request, "/sign-in/", "signed-out")


def _to_proof(request: Any) -> HttpResponseBase:
    """To show the second factor, or to set it up."""
    door = "/me/again/" if has_factor(request.user) else "/me/second-factor/"
    return _lead(request, door, "unproved")


def _lead(request: Any, door: str, state: str) -> HttpResponseBase:
    """To a door and afterwards back; what was being sent waits and comes back to its author.

    A script is told in JSON: one that followed us to the door would take it for its answer.
    """
    keep_typed(request)
    if is_fetch(request):
        return JsonResponse({"state": state, "door": door}, status=401)
    back = request.get_full_path() if request.method == "GET" else page_of(request.path)
    return redirect_to_login(back, door)


def keep_typed(request: Any) -> bool:
    """Keep what was being sent until its author can send it again; whether anything was kept.

    Only forms that say whose they are, and no more than somebody could type.
    """
    words = {name: values for name, values in request.POST.lists() if name != CSRF_FIELD}
    if "author" not in words or sum(len(v) for vs in words.values() for v in vs) > MOST_KEPT:
        return False
    keep_that_it_ended(request)
    if request.path == "/log/":
        request.session["kept_sheet"] = words
    else:
        request.session["kept_words"] = {"path": request.path, **words}
    return True


def take_typed(request: At, page: str) -> dict[str, Any]:
    """What the reader had typed on this page when their session ended; given back once."""
    kept = request.session.get("kept_words")
    if not kept or page_of(kept["path"]) != page:
        return {}
    del request.session["kept_words"]
    mine: bool = kept["author"] == [str(request.reader.person.uuid)]
    return kept if mine else {}


def page_of(path: str) -> str:
    """The page that a form stands on, from the address that it is sent to."""
    found = ACT_ON_A_PAGE.match(path)
    return found[1] if found else path


def school_of(request: Any) -> School | None:
    """The school the person is working in: the one they chose, else their first by name."""
    schools = request.reader.schools
    chosen = schools.get(request.session.get("school"))
    return chosen or min(schools.values(), key=lambda one: (one.name, one.pk), default=None)


def go_on_at(request: At, school_id: int) -> None:
    """Work on at another of the reader's schools: the one that what they opened belongs to."""
    there = request.reader.schools.get(school_id)
    if there is None or there == request.school:
        return
    request.session["school"], request.school = there.pk, there
    messages.info(request, f"You are now at {there}.")
