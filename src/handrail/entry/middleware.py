"""Who is reading: the signed-in person becomes a reader, once a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from handrail.records.reader import Reader, reader_for


def who_is_reading(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request its `reader`, and keep signed-in pages out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.reader = SimpleLazyObject(lambda: _reader(request))  # type: ignore[attr-defined]
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware


def _reader(request: HttpRequest) -> Reader | None:
    user = request.user
    return reader_for(user.person) if user.is_authenticated else None
