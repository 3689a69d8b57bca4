"""A method that an address does not take, said as every other refusal of the API is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from handrail.api.sending import faults


def say_which(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Ninja answers in a word of its own and no JSON; which methods it takes is in `Allow`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if answer.status_code != 405 or not request.path.startswith("/api/"):
            return answer
        takes = sorted(one.strip() for one in answer.get("Allow", "").split(",") if one.strip())
        sentence = f"Send {' or '.join(takes)} to this address, not {request.method}."
        ours = JsonResponse(faults("", sentence), status=405)
        ours["Allow"] = ", ".join(takes)
        return ours

    return middleware
