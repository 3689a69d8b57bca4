"""The shell: the manifest of the installed app, health, and pages for what went wrong."""

import sys

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static

from handrail.entry.guards import is_fetch, keep_typed, page_of
from handrail.web.trouble import TO_PROGRAMS, said_of


def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to install Handrail; it names no school and no person."""
    icons = [
        {"src": static(f"ui/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png",
         "purpose": "any maskable"}
        for size in (192, 512)
    ]  # fmt: skip
    body = {
        "name": "Handrail", "short_name": "Handrail", "start_url": "/", "scope": "/", "id": "/",
        "display": "standalone", "background_color": "#faf7f1", "theme_color": "#0d4a46",
        "lang": "en-GB", "icons": icons,
        "shortcuts": [{"name": "Log", "url": "/log/"}, {"name": "Alerts", "url": "/alerts/"}],
    }  # fmt: skip
    response = JsonResponse(body, content_type="application/manifest+json")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def healthy(request: HttpRequest) -> HttpResponse:
    """For a watcher: answers when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _wrong(request: HttpRequest, status: int, what: str, then: str) -> HttpResponse:
    return render(request, "web/wrong.html", {"what": what, "then": then}, status=status)


def _in_json(status: int, sentence: str) -> JsonResponse:
    """The same to a program, in the shape of every refusal of the API."""
    return JsonResponse({"errors": [{"field": "", "sentence": sentence}]}, status=status)


def _is_program(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same words whether it never was or is not for this reader; to a program, in JSON."""
    if _is_program(request):
        return _in_json(404, "There is no such address. All are in /api/v1/openapi.json.")
    then = "It may have moved, or it is not for your post."
    return _wrong(request, 404, "There is no such page", then)


def refused(
    request: HttpRequest, exception: Exception | None = None, reason: str = ""
) -> HttpResponse:
    """A post without our token: an old tab after signing in again, or another site.

    The browser itself says which: what our own page sent comes back, to be looked over and sent
    again by hand; another site's words are dropped. A script of ours keeps what it sent itself.
    """
    if is_fetch(request):
        state = "stale" if request.user.is_authenticated else "signed-out"
        return JsonResponse({"state": state}, status=403)
    if request.headers.get("Sec-Fetch-Site") == "same-origin" and keep_typed(request):
        return redirect(page_of(request.path))
    then = "Go back, load the page again, and send it once more. What you typed is still there."
    return _wrong(request, 403, "That did not come from this page", then)


def misunderstood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if _is_program(request):
        return _in_json(400, "This could not be read: it is too large, or not as HTTP has it.")
    return _wrong(request, 400, "That could not be understood", "Go back and try again.")


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; or the disk or the database does not answer, which is worth waiting for."""
    status, what, then = said_of(sys.exc_info()[1])
    answer: HttpResponse
    if _is_program(request):
        answer = _in_json(status, f"{what}. {TO_PROGRAMS}")
    else:  # without the request: the frame of a page would ask the database
        page = render_to_string("web/wrong.html", {"what": what, "then": then})
        answer = HttpResponse(page, status=status)
    if status == 503:
        answer["Retry-After"] = "10"
    return answer
