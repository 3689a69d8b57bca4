"""A photo of work beside a mark: kept with a note, and so under the spine's own rules."""

from typing import BinaryIO

from django.db import transaction

from handrail.learning.models import Mark
from handrail.records.attaching import attach
from handrail.records.draft import Draft, Involved
from handrail.records.filing import file_event
from handrail.records.models import Record
from handrail.records.reader import Reader
from handrail.records.reading import may_read
from handrail.records.refusal import Refused
from handrail.school.models import School, Word
from handrail.school.words import StarterWord, give_starter_words

KIND, LIST = "note", "note.context"
WORD = StarterWord("Photo of work", slug="photo-of-work")


@transaction.atomic
def keep_photo(reader: Reader, mark: Mark, name: str, content: BinaryIO) -> Record:
    """Keep a photo (or PDF) with a mark of the reader's own; the note it is kept with.

    The first photo files the note, further ones join it. Raises Refused, and files nothing, for a
    mark of somebody else's or a withdrawn one, and for a file that cannot be kept.
    """
    if mark.marked_by_id != reader.person_id:
        raise Refused("Only whoever made a mark can add a photo to it.")
    if mark.withdrawn_at:
        raise Refused("This mark was withdrawn. Mark again, then add the photo.")
    record = mark.record
    if record is None or record.is_voided or not may_read(reader, record):
        record = _note(reader, mark)
    attach(record, reader, name, content)
    mark.record = record
    mark.save(update_fields=["record"])
    return record


def _note(reader: Reader, mark: Mark) -> Record:
    draft = Draft(
        kind=KIND, school=mark.school, author=reader.person,
        author_post=reader.post_said(mark.school_id), happened_at=mark.happened_at,
        words=f"{mark.objective.text}: {mark.get_level_display().lower()}.",
        involved=(Involved(mark.pupil, "about"),), detail={"for_today": False},
        chosen={"context": (_word(mark.school),)},
    )  # fmt: skip
    return file_event([draft], reader=reader)[0]


def _word(school: School) -> Word:
    """The school's own word for it, by whatever name; a school from before is given it."""
    words = Word.objects.filter(school=school, list=LIST, slug=WORD.slug)
    if not words.exists():
        give_starter_words(school, [(LIST, [WORD])])
    return words.get()
