"""Faults: reporting one, arranging who mends it, and the word that closes it."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from PIL import Image, ImageOps, UnidentifiedImageError

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.names import clean
from handrail.core.prose import tidy
from handrail.equipment.checking import KEEPERS, LOOKERS, MOST_WORDS, look
from handrail.equipment.models import Check, Fault, FaultPhoto, FaultStep
from handrail.notify.telling import tell_of_fault
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.school.models import Place, School

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LARGEST = (1_600, 1_600)
NO_PICTURE = "Only a photo (JPEG, PNG or WebP) can be kept."


@dataclass(frozen=True)
class Report:
    """What somebody found broken. `number` makes a form sent twice one report."""

    number: UUID
    what: str
    words: str
    how_bad: str
    place: Place | None = None
    out_of_use: bool = False
    found_at: Check | None = None
    photo: BinaryIO | None = None


def faults_at(school: School) -> QuerySet[Fault]:
    """Every fault of a school, the newest first."""
    rows = Fault.objects.filter(school=school)
    return rows.select_related("place", "reported_by", "closed_by")


@transaction.atomic
def report(reader: Reader, school: School, said: Report) -> Fault:
    """Keep a fault. Found at a check, that check was looked at and was not in order. Of something
    dangerous administrator and head are told at once.

    Raises Refused with its field, and keeps nothing, for what is not said or is no photo.
    """
    if not reader.holds(school.pk, *LOOKERS):
        raise Refused("Whoever works here can report a fault.")
    if already := Fault.objects.filter(uuid=said.number, reported_by=reader.person).first():
        return already
    what, words = clean(said.what)[:120], tidy(said.words)[:MOST_WORDS]
    if not what:
        raise Refused("Say what is broken, such as “Hoist” or “Tablet 4”.", "fault_what")
    if len(words) < 3:
        raise Refused("Say in a few words what is wrong with it.", "words")
    if said.how_bad not in Fault.HowBad.values:
        raise Refused("Choose how bad it is.", "how_bad")
    picture = _drawn_small(said.photo) if said.photo else b""
    seen = look(reader, said.found_at, said.number, in_order=False) if said.found_at else None
    danger = said.how_bad == Fault.HowBad.DANGER  # nobody uses what is dangerous
    fault = Fault.objects.create(
        uuid=said.number, school=school, look=seen, what=what, place=said.place, words=words,
        how_bad=said.how_bad, out_of_use=said.out_of_use or danger, reported_by=reader.person,
        reported_at=clock.now(),
    )  # fmt: skip
    if picture:
        FaultPhoto.objects.create(fault=fault, jpeg=picture)
    if danger:
        text = f"{reader.person.formal} reported something dangerous"
        tell_of_fault(school, text, page_of(fault), by=reader.person, roles=KEEPERS)
    return fault


def page_of(fault: Fault) -> str:
    return f"/equipment/faults/{fault.uuid}/"


def _drawn_small(content: BinaryIO) -> bytes:
    """The picture alone, turned upright, without what the camera wrote about it."""
    body = content.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Refused("This photo is larger than 10 MB. Choose a smaller one.", "photo")
    try:
        with Image.open(BytesIO(body), formats=["JPEG", "PNG", "WEBP"]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused("This photo has too many points. Make it smaller.", "photo")
            plain = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused(NO_PICTURE, "photo") from None
    plain.thumbnail(LARGEST)
    bare = Image.new("RGB", plain.size)
    bare.paste(plain)
    out = BytesIO()
    bare.save(out, format="JPEG", quality=82)
    return out.getvalue()


def may_settle(reader: Reader, fault: Fault) -> bool:
    """Who arranges the mending and closes a fault: administrator, head, and who reported it."""
    if not reader.holds(fault.school_id, *LOOKERS):
        return False
    return reader.holds(fault.school_id, *KEEPERS) or fault.reported_by_id == reader.person_id


@transaction.atomic
def arrange(
    reader: Reader, fault: Fault, *, mender: str, mend_by: date | None, words: str = "",
    out_of_use: bool = False,
) -> None:  # fmt: skip
    """Say who mends it and by when, or add a word; each change is a step that stays."""
    fault = _open(reader, fault)
    mender, words = clean(mender)[:120], clean(words)[:200]
    out_of_use = out_of_use or fault.how_bad == Fault.HowBad.DANGER
    said = []
    if (mender, mend_by) != (fault.mender, fault.mend_by):
        by = f", by {said_day(mend_by)}" if mend_by else ""
        said.append(f"Mended by {mender}{by}." if mender else f"Nobody is to mend it yet{by}.")
    if out_of_use != fault.out_of_use:
        said.append("Out of use." if out_of_use else "In use again.")
    if words:
        said.append(words)
    if not said:
        raise Refused("Change who mends it or by when, or add a word.", "step")
    fault.mender, fault.mend_by, fault.out_of_use = mender, mend_by, out_of_use
    fault.save(update_fields=["mender", "mend_by", "out_of_use"])
    FaultStep.objects.create(
        fault=fault, at=clock.now(), by=reader.person, words=" ".join(said)[:300]
    )


@transaction.atomic
def close(reader: Reader, fault: Fault, *, mended_on: date | None, words: str) -> None:
    """Close a fault with a word: mended on a day, or gone for good. Whoever reported it is told."""
    fault = _open(reader, fault)
    said = clean(words)[:200]
    if len(said) < 3:
        raise Refused("Close it with a word: what was done, or where it went.", "closed_words")
    if mended_on and mended_on > clock.today():
        raise Refused("That day has not come yet.", "mended_on")
    if mended_on and mended_on < clock.local(fault.reported_at).date():
        raise Refused("It was not reported yet on that day.", "mended_on")
    fault.mended_on, fault.closed_words = mended_on, said
    fault.closed_at, fault.closed_by = clock.now(), reader.person
    fault.save(update_fields=["mended_on", "closed_words", "closed_at", "closed_by"])
    text = f"{reader.person.formal} closed a fault that you reported"
    tell_of_fault(fault.school, text, page_of(fault), by=reader.person, person=fault.reported_by)


def _open(reader: Reader, fault: Fault) -> Fault:
    if not may_settle(reader, fault):
        raise Refused("The administrator, the head or whoever reported it can do that.")
    fault = Fault.objects.select_for_update().get(pk=fault.pk)
    if fault.closed_at:
        raise Refused("This fault is closed. Report it again if it is back.")
    return fault
