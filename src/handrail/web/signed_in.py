"""My devices: where I am signed in, and ending one or all the others."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from handrail.entry.devices import end_all, end_devices, signed_in_devices
from handrail.entry.events import Sort, note
from handrail.entry.guards import At, at_school
from handrail.people.models import User


@at_school()
@require_POST
def signed_in(request: At) -> HttpResponse:
    """End the session of one device of mine, or of all but this one."""
    user: User = request.user  # type: ignore[assignment]
    number = request.POST.get("device", "")
    if number == "others":
        ended = end_all(user, but=request.session.session_key)
    else:
        chosen = [one for one in signed_in_devices(user) if str(one.uuid) == number]
        if not chosen:
            raise Http404("No such device of yours.")
        ended = end_devices(chosen)
    note(user, Sort.ENDED, f"{ended} ended", by=user.person)
    messages.success(request, "Signed out there.")
    return redirect("/me/#signed-in")
