"""The bell: what an open page asks every two seconds, and what a device says when it was shown."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from handrail.entry.guards import why_shut
from handrail.notify.arriving import shown_in_app, shown_on_device, unseen_by

URGENT_SHOWN = 3
DOORS = {"signed-out": "/sign-in/", "locked": "/lock/", "unproved": "/me/second-factor/"}


@require_safe
def unseen(request: HttpRequest) -> HttpResponse:
    """How many I have not seen, and the words of the newest urgent ones. Three small queries.

    401 when the session ended or the screen is locked, so that the page can say so and stop. It
    changes nothing in the session: a page that is left open does not keep it alive.
    """
    if state := why_shut(request):
        return JsonResponse({"state": state, "door": DOORS[state]}, status=401)
    alerts = unseen_by(request.user.person_id)  # type: ignore[union-attr]
    tag = f'"{request.user.pk}-{len(alerts)}-{alerts[0].uuid if alerts else 0}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        reply: HttpResponse = HttpResponseNotModified()
    else:
        if "hidden" not in request.GET:
            shown_in_app(alerts)
        urgent = [alert for alert in alerts if alert.urgent][:URGENT_SHOWN]
        rows = [{"uuid": str(alert.uuid), "text": alert.text} for alert in urgent]
        reply = JsonResponse({"unseen": len(alerts), "urgent": rows})
    reply["ETag"] = tag
    return reply


@csrf_exempt
@require_POST
def arrived(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A device says that it showed a message. It knows the number; nothing is given away."""
    shown_on_device(uuid)
    return HttpResponse("ok", content_type="text/plain")
