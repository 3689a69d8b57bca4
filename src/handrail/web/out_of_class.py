"""Out of class and back: one tap each, on the list of a class, on a pupil's page and on Today."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from handrail.core import clock
from handrail.entry.guards import At, at_school
from handrail.entry.proof import prove_for
from handrail.people.models import Person
from handrail.records.completing import Answers, complete_record
from handrail.records.draft import Draft, Involved
from handrail.records.filing import file_event
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.refusal import Refused
from handrail.timeline.out_now import KIND, out_now
from handrail.web.pupils import find_pupil
from handrail.web.who_is_out import may_file


@at_school()
@require_POST
def take_out(request: At, uuid: UUID) -> HttpResponse:
    """A pupil leaves the room now; why, where to and with whom is said later the same day."""
    child = find_pupil(request, uuid)
    if not may_file(request):
        raise Http404("Not for this post.")
    if out_now(request.reader, request.school, [child.person.pk]):
        messages.info(request, f"{child.person.short} is out of class already.")
        return redirect(_back_to(request))
    try:
        filed = file_event([_left(request, child.person)], reader=request.reader)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(_back_to(request))
    since = clock.local(filed[0].happened_at)
    messages.success(
        request,
        f"{child.person.short} is out of class since {since:%H:%M}. It waits on you in Today: "
        "say why, where and with whom before you go home.",
    )
    return redirect(_back_to(request))


def _left(request: At, person: Person) -> Draft:
    return Draft(
        kind=KIND, school=request.school, author=request.reader.person,
        author_post=request.reader.post_said(request.school.pk), happened_at=clock.now(),
        involved=(Involved(person, kind_named(KIND).roles[0].slug),),
    )  # fmt: skip


@at_school()
@require_POST
def bring_back(request: At, uuid: UUID) -> HttpResponse:
    """They are back in class now: said once, by whoever can complete the record."""
    rows = Record.objects.readable_by(request.reader).select_related("school")
    found = rows.filter(uuid=uuid, kind=KIND, school=request.school).first()
    if found is None:
        raise Http404("No such record.")
    prove_for(request, found)
    now = clock.local(clock.now()).time().replace(second=0, microsecond=0)
    try:
        left = complete_record(
            found, request.reader, Answers(detail={"ended": "back", "ended_at": now})
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        more = " Today still asks for the rest of the record." if left else ""
        messages.success(request, f"Back in class at {now:%H:%M}.{more}")
    return redirect(_back_to(request))


def _back_to(request: At) -> str:
    """The list of the class or the pupil's page that the button stood on, else Today."""
    for name, page in (("group", "/pupils/?group={}"), ("pupil", "/pupils/{}/")):
        try:
            return page.format(UUID(request.POST.get(name, "")))
        except ValueError:
            continue
    return "/"
