"""Sending from a device's outbox: the same sheet and the same doors, answered in JSON.

The answer always repeats the sheet's number, so that the outbox lets go of nothing else.
"""

from django.contrib import messages
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from handrail.capture.saving import SavedOtherwise, keep_files, save_sheet
from handrail.capture.sheet import Sheet, desk_kind, read_sheet
from handrail.entry.guards import At, at_school
from handrail.records.refusal import Refused

NO_NUMBER = "This sheet lost its number. Save it again."


@at_school()
@require_POST
def send(request: At) -> JsonResponse:
    """File a sheet that waited on a device; one that is refused goes back with the reasons."""
    number = request.POST.get("uuid", "")
    if request.POST.get("author") != str(request.reader.person.uuid):
        return _answer(number, "somebody-elses", 403)
    kind = desk_kind(request.reader, request.school, request.POST.get("desk", ""))
    sheet = Sheet(request.reader, request.school, request.POST, desk=kind)
    if not number:
        sheet.errors["kind"] = NO_NUMBER
    drafts = read_sheet(sheet)
    if sheet.errors:
        return _refused(number, sheet.errors)
    try:
        records = save_sheet(sheet, drafts)
    except SavedOtherwise as refused:
        return _answer(number, "saved-otherwise", 409, reasons={"kind": refused.sentence})
    except Refused as refused:
        return _refused(number, {refused.field or "kind": refused.sentence})
    for sentence in keep_files(request, records[0]):
        messages.error(request, sentence)  # said on the next page that opens
    return _answer(number, "filed", 200, saved=f"/log/{records[0].uuid}/saved/")


def _refused(number: str, reasons: dict[str, str]) -> JsonResponse:
    return _answer(number, "refused", 422, reasons=reasons)


def _answer(number: str, state: str, status: int, **more: object) -> JsonResponse:
    return JsonResponse({"number": number, "state": state, **more}, status=status)
