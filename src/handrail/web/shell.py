"""The shell: the manifest of the installed app, health, and pages for what went wrong."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static


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


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same words whether it never was or is not for this reader."""
    return render(request, "web/wrong.html", {"what": "There is no such page", "then": "It may have moved, or it is not for your post."}, status=404)  # fmt: skip


def refused(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:  # fmt: skip
    return render(request, "web/wrong.html", {"what": "That did not come from this page", "then": "Go back, load the page again, and send it once more. What you typed is still there."}, status=403)  # fmt: skip


def misunderstood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/wrong.html", {"what": "That could not be understood", "then": "Go back and try again."}, status=400)  # fmt: skip


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "web/wrong.html", {"what": "Something went wrong here", "then": "Nothing you had saved is lost. Go back and try again; if it stays, tell your administrator."}, status=500)  # fmt: skip
