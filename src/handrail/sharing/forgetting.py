"""Forgetting: what requests hold of a record that is being destroyed goes with it."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from handrail.records.models import Record
from handrail.sharing.models import Bundle, Decision, Piece

GONE = "A record in it has since been destroyed by law. Its fingerprint stays here."


def on_destroyed(record: Record) -> None:
    """Empty the pieces that hold its text, and the kept files that were made from them."""
    pieces = Piece.objects.filter(Q(record=record) | Q(attachment__record=record))
    requests = list(pieces.values_list("request", flat=True).distinct())
    Decision.objects.filter(piece__in=pieces).update(words="")
    pieces.update(passages=[], found=[])
    for bundle in Bundle.objects.filter(request__in=requests):
        path = bundle.path
        transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]
        Bundle.objects.filter(pk=bundle.pk).update(state=Bundle.State.FAILED, problem=GONE)
