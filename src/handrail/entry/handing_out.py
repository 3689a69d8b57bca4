"""A file that is handed out to be saved: no browser may guess at it, run it or frame it."""

from typing import TypeVar

from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def shut(response: Answer) -> Answer:
    """The same answer with the headers that keep whatever is in it from doing anything."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response
