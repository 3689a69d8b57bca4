"""When the server cannot write: a page that says so, instead of one that only says "wrong"."""

import errno
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FULL = ("disk is full", "disk full", "no space left", "could not extend file")
READ_ONLY = ("readonly database", "read-only", "read only")
BUSY = ("database is locked", "lock timeout")


class SayWhenThereIsNoRoom:
    """Turns what the database or the disk says into words, with what to do; all else passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        what = _said(problem)
        if not what:
            return None
        then = (
            "This was not saved. What you typed is still in the page before: go back, leave it "
            "open, and send it again in a few minutes. Tell the office now."
        )
        answer = render(request, "web/wrong.html", {"what": what, "then": then}, status=503)
        answer["Retry-After"] = "60"
        return answer


def _said(problem: Exception) -> str:
    if isinstance(problem, OSError):
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            return "The server has no room left"
        return "The server cannot write" if problem.errno == errno.EROFS else ""
    text = str(problem).lower() if isinstance(problem, OperationalError) else ""
    if any(mark in text for mark in FULL):
        return "The server has no room left"
    if any(mark in text for mark in READ_ONLY):
        return "The server cannot write"
    return "The server is too busy to save just now" if any(mark in text for mark in BUSY) else ""
