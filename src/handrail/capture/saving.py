"""Saving a sheet once: its number files one event, and no words under it are lost."""

import json
from collections.abc import Sequence

from django.db import transaction
from django.http import QueryDict

from handrail.capture.models import SentSheet
from handrail.capture.sheet import Sheet
from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.core.ids import new_uuid
from handrail.entry.guards import At
from handrail.records.attaching import attach
from handrail.records.draft import Draft
from handrail.records.filing import file_event
from handrail.records.models import Record
from handrail.records.refusal import Refused

# What differs between two sendings of the same sheet without anybody having written anything.
NOT_WRITTEN = {"csrfmiddlewaretoken", "captured", "sent", "skew", "look", "look_up", "save"}


class SavedOtherwise(Refused):
    """This number was filed before with other words: both texts are to be kept."""

    def __init__(self) -> None:
        super().__init__(
            "You saved this sheet before, with other words. What you wrote since is here: save it "
            "as a second record, or copy it into an amendment of the first.",
            "kind",
        )


@transaction.atomic
def save_sheet(sheet: Sheet, drafts: Sequence[Draft]) -> list[Record]:
    """File what the sheet holds, or give back what it filed before.

    Raises Refused with a sentence, and SavedOtherwise when the number was filed with other words.
    """
    written = fingerprint(sheet.data)
    _refuse_other_words(drafts[0], written)
    records = file_event(drafts, reader=sheet.reader)
    SentSheet.objects.get_or_create(
        number=drafts[0].uuid,
        defaults={"person": sheet.reader.person, "fingerprint": written, "at": clock.now()},
    )
    _refuse_other_words(drafts[0], written)  # a second tab may have been a moment earlier
    return records


def _refuse_other_words(draft: Draft, written: str) -> None:
    sent = SentSheet.objects.filter(number=draft.uuid, person=draft.author).first()
    if sent is not None and sent.fingerprint != written:
        raise SavedOtherwise


def keep_files(request: At, record: Record) -> list[str]:
    """Keep the files that came with a sheet; a sentence for each that cannot be kept.

    The record is filed all the same.
    """
    sentences = []
    for upload in request.FILES.getlist("files"):
        name = upload.name or ""
        try:
            attach(record, request.reader, name, upload)  # type: ignore[arg-type]
        except Refused as refused:
            sentences.append(f"{name}: {refused.sentence}")
    return sentences


def with_new_number(data: QueryDict) -> QueryDict:
    """The same sheet under a number of its own."""
    fresh = data.copy()
    fresh["uuid"] = str(new_uuid())
    return fresh


def fingerprint(data: QueryDict) -> str:
    """A fingerprint of everything that was tapped and typed, in no order."""
    said = sorted(
        (name, sorted(values)) for name, values in data.lists() if name not in NOT_WRITTEN
    )
    return sha256_hex(json.dumps(said).encode())
