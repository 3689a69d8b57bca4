"""The service worker and the shell that it keeps: what opens when there is no signal."""

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import etag

from handrail import __version__

SHELL = (
    "ui/handrail.css",
    "ui/atkinson-next.woff2",
    "ui/icons.svg",
    "ui/icon-192.png",
    "ui/js/frame.js",
    "capture/sheet.js",
    "capture/marking.js",
    "capture/handing_back.js",
    "capture/moments.js",
    "capture/zones.js",
    "capture/safe.js",
    "capture/outbox.js",
    "capture/rows.js",
    "capture/gaps.js",
    "capture/device.js",
    "capture/worker_memory.js",
    "capture/offline.js",
)
PUSH = "web/push-worker.js"


def version() -> str:
    """A fingerprint of everything in the shell: when it changes, devices renew theirs."""
    return _version() if not settings.DEBUG else _version.__wrapped__()


@cache
def _version() -> str:
    made = sha256(__version__.encode() + render_to_string("capture/offline.html").encode())
    for name in (*SHELL, PUSH):
        if found := finders.find(name):
            with open(found, "rb") as file:
                made.update(file.read())
    return made.hexdigest()[:12]


@etag(lambda request: version())
def worker(request: HttpRequest) -> HttpResponse:
    """The worker's script, at the root, so that it serves every page."""
    context = {
        "files": [static(name) for name in SHELL],
        "version": version(),
        "push": static(PUSH) if finders.find(PUSH) else "",
    }
    response = render(request, "capture/worker.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def shell(request: HttpRequest) -> HttpResponse:
    """The page for no signal: empty of anybody, the same for everyone; the device fills it."""
    response = render(request, "capture/offline.html")
    response["Cache-Control"] = "no-cache"
    return response
