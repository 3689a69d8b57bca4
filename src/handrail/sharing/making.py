"""Making a bundle: asked for, made at once or on the rounds, kept as it went, handed out."""

from datetime import timedelta

import typst
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum

from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.records.attaching import path_of
from handrail.records.models import AccessEntry
from handrail.records.reader import Reader
from handrail.records.refusal import Refused, reason_given
from handrail.sharing.cleaning import cleaned_pdf
from handrail.sharing.composing import compose
from handrail.sharing.gathering import is_stale
from handrail.sharing.models import Bundle, Decision, HandedOut, Piece, SubjectRequest
from handrail.sharing.packing import locked, packed
from handrail.sharing.requesting import leads_requests, pieces_for

AT_ONCE, AT_ONCE_BYTES = 40, 4 * 1024 * 1024  # what is made in well under a second
GIVEN_UP_AFTER = timedelta(minutes=10)
EVERY = 10
FAILED = "The file could not be made. Make it again; if it stays so, tell whoever runs Handrail."


class _Counted:
    """Writes down how far a bundle is, for whoever waits."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle

    def step(self, n: int = 1) -> None:
        self.bundle.done += n
        if self.bundle.done % EVERY == 0:
            self.bundle.save(update_fields=["done"])


def may_make(reader: Reader, request: SubjectRequest) -> bool:
    """Only who may look at everything in it can put it together, have it and send it: not a lead
    whose own child is in one of its records."""
    if not leads_requests(reader, request.school_id):
        return False
    if not reader.own_child_ids:
        return True
    return pieces_for(reader, request).count() == request.pieces.count()


def undecided(request: SubjectRequest) -> str:
    """How much still waits for a decision, in words, or nothing."""
    waiting = request.pieces.filter(state=Piece.State.WAITING).count()
    if not waiting:
        return ""
    return f"{waiting} of {request.pieces.count()} pieces are not decided yet."


def why_not_yet(request: SubjectRequest) -> str:
    """What still stands in the way of making the bundle, or nothing. Gathers once more to know."""
    if waiting := undecided(request):
        return waiting
    if is_stale(request):
        return "Something was added or changed since. Gather again, and look at what is new."
    return ""


def ask_for_bundle(reader: Reader, request: SubjectRequest) -> Bundle:
    """Begin to make the file. Raises Refused until everything in it has been decided."""
    if not may_make(reader, request):
        raise Refused("Only the head or the designated lead can make the bundle.")
    if not request.is_open:
        raise Refused("This request has ended. What went out is kept below.")
    if reason := why_not_yet(request):
        raise Refused(reason)
    with transaction.atomic():
        SubjectRequest.objects.select_for_update().get(pk=request.pk)
        running = request.bundles.filter(state__in=[Bundle.State.WAITING, Bundle.State.MAKING])
        bundle = running.first() or Bundle.objects.create(
            request=request, asked_by=reader.person, asked_at=clock.now(),
            total=request.pieces.count(),
        )  # fmt: skip
    size = request.pieces.aggregate(size=Sum("attachment__size"))["size"] or 0
    if bundle.total <= AT_ONCE and size <= AT_ONCE_BYTES:
        make_bundle(bundle)
    return bundle


def make_waiting() -> int:
    """Make every bundle that waits, and those that a stopped server left half made."""
    late = clock.now() - GIVEN_UP_AFTER
    Bundle.objects.filter(state=Bundle.State.MAKING, begun_at__lt=late).update(
        state=Bundle.State.WAITING
    )
    waiting = Bundle.objects.filter(state=Bundle.State.WAITING).select_related("request__school")
    return sum(make_bundle(bundle) for bundle in waiting.order_by("pk"))


def make_bundle(bundle: Bundle) -> bool:
    """Make one bundle and keep it with its fingerprint; whether it is ready.

    Whoever takes it first makes it. What goes wrong is kept in words on the bundle.
    """
    taken = Bundle.objects.filter(pk=bundle.pk, state=Bundle.State.WAITING).update(
        state=Bundle.State.MAKING, begun_at=clock.now(), done=0
    )
    if not taken:
        return False
    bundle.refresh_from_db()
    try:
        body = packed(compose(bundle.request, progress=_Counted(bundle)), bytes_that_leave)
        if default_storage.exists(bundle.path):
            default_storage.delete(bundle.path)
        default_storage.save(bundle.path, ContentFile(body))
        bundle.sha256, bundle.size = sha256_hex(body), len(body)
        bundle.state, bundle.ready_at = Bundle.State.READY, clock.now()
        bundle.done = bundle.total
    except Refused as refused:
        bundle.state, bundle.problem = Bundle.State.FAILED, refused.sentence
    except (OSError, ValueError, typst.TypstError):
        bundle.state, bundle.problem = Bundle.State.FAILED, FAILED
    bundle.save()
    return bundle.state == Bundle.State.READY


def bytes_that_leave(piece: Piece) -> bytes:
    """The bytes of an attached file without what programs wrote about it.

    Photos were drawn anew when they were attached; documents are when they leave.
    """
    row = piece.attachment
    if row is None or not default_storage.exists(path_of(row)):
        raise Refused("A file that should go is missing. Withhold it, and tell whoever runs this.")
    with default_storage.open(path_of(row)) as file:
        body = file.read()
    if sha256_hex(body) != row.sha256:
        raise Refused("A file was changed since it was attached. Tell whoever runs Handrail.")
    return cleaned_pdf(body) if row.content_type == "application/pdf" else body


def latest(request: SubjectRequest) -> Bundle | None:
    """The newest bundle, whatever its state."""
    return request.bundles.first()


def is_current(request: SubjectRequest, bundle: Bundle) -> bool:
    """Whether nothing was decided after a bundle was asked for."""
    newer = Decision.objects.filter(piece__request=request, at__gt=bundle.asked_at).exists()
    rules = request.word_rules.filter(at__gt=bundle.asked_at).exists()
    ended = request.word_rules.filter(ended_at__gt=bundle.asked_at).exists()
    return not (newer or rules or ended or request.pieces.filter(state="waiting").exists())


@transaction.atomic
def hand_out(reader: Reader, bundle: Bundle, passphrase: str = "") -> tuple[bytes, str]:
    """The bytes and the name of a bundle, locked when a passphrase is given; written down.

    Raises Refused when it is not ready or no longer what was made.
    """
    if bundle.state != Bundle.State.READY:
        raise Refused("This bundle is not ready.")
    with default_storage.open(bundle.path) as file:
        body = file.read()
    if sha256_hex(body) != bundle.sha256:
        raise Refused("This file is not as it was made. Tell whoever runs Handrail.")
    name = bundle.filename
    if passphrase:
        body, name = locked(body, passphrase), f"{name}.age"
    HandedOut.objects.create(
        bundle=bundle, by=reader.person, at=clock.now(), encrypted=bool(passphrase),
        sha256=sha256_hex(body),
    )  # fmt: skip
    return body, name


@transaction.atomic
def mark_sent(reader: Reader, request: SubjectRequest, how: str) -> None:
    """Say that the bundle went out, and how. From then on nothing in the request can change."""
    request = SubjectRequest.objects.select_for_update().get(pk=request.pk)
    if not may_make(reader, request) or not request.is_open:
        raise Refused("This request has ended.")
    bundle = latest(request)
    if bundle is None or bundle.state != Bundle.State.READY:
        raise Refused("Make the bundle first.", "how")
    if not is_current(request, bundle):
        raise Refused("Something was decided after this bundle was made. Make it again.", "how")
    said = reason_given(how, "Say how it went, such as “handed to her mother”.", "how", most=500)
    request.state, request.ended_why = SubjectRequest.State.SENT, said
    request.ended_at, request.ended_by = clock.now(), reader.person
    request.save(update_fields=["state", "ended_why", "ended_at", "ended_by"])
    went = request.pieces.filter(state=Piece.State.GOES, sort=Piece.Sort.RECORD)
    AccessEntry.objects.bulk_create(
        AccessEntry(
            record_id=record, person=reader.person, at=clock.now(), how=AccessEntry.How.EXPORTED
        )
        for record in went.values_list("record_id", flat=True)
    )
