"""Forgetting: what requests hold of a record that is being destroyed goes with it."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from handrail.core.hashing import sha256_hex
from handrail.records.models import Record
from handrail.sharing.models import Alias, Bundle, Decision, Piece
from handrail.sharing.standing import WORD, spans_of

GONE = "A record in it has since been destroyed by law. Its fingerprint stays here."


def on_destroyed(record: Record) -> None:
    """Empty the pieces that hold its text, and the kept files that were made from them."""
    held = Piece.objects.filter(Q(record=record) | Q(attachment__record=record))
    pieces = Piece.objects.filter(pk__in=list(held.values_list("pk", flat=True)))
    requests = list(pieces.values_list("request", flat=True).distinct())
    Decision.objects.filter(piece__in=pieces).update(words="")
    # Of another fingerprint: what was decided about the text that is gone no longer counts.
    pieces.update(passages=[], found=[], attachment=None, fingerprint=sha256_hex(b""))
    _forget_words(requests)
    for bundle in Bundle.objects.filter(request__in=requests):
        path = bundle.path
        transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]
        Bundle.objects.filter(pk=bundle.pk).update(state=Bundle.State.FAILED, problem=GONE)


def _forget_words(requests: list[int]) -> None:
    """Words that a person masked name an alias; those that stand in no piece any more go too."""
    for alias in Alias.objects.filter(request__in=requests, key__startswith=WORD):
        words = alias.key.removeprefix(WORD)
        if not any(spans_of(piece, words) for piece in alias.request.pieces.all()):
            alias.key = f"gone:{sha256_hex(alias.key.encode())}"
            alias.save(update_fields=["key"])
