"""Forgetting: what the law says must go is taken out of a record, and a stub stays in its place."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q

from handrail.people.models import Person
from handrail.records.attaching import path_of
from handrail.records.chain import append_current, locked_head
from handrail.records.events import tell_destroyed
from handrail.records.models import Action, Attachment, Link, Record, Revision

TEXT = (models.CharField, models.TextField)


@transaction.atomic
def forget_record(record: Record, *, by: Person, at: datetime, why: str) -> None:
    """Destroy what a record says; its reference, kind and dates stay as a stub, with the reason.

    Everything goes that was written, chosen, attached or linked, and who was in it; so does the
    text of its earlier revisions. What happened to it is appended to the chain, which still
    holds from end to end. Attached files are removed once this is committed. Cannot be undone.
    """
    locked_head(record.school_id)
    kept = Record.everything.get(pk=record.pk)
    if kept.is_stub:
        return
    others = list(
        Record.everything.filter(links__target=kept).exclude(pk=kept.pk).order_by("pk").distinct()
    )
    tell_destroyed(kept)  # while what hangs on it can still be asked for
    _forget_what_hangs_on(kept, at, by)
    _forget_detail(kept)
    _forget_revisions(kept)
    _make_stub(kept, why)
    append_current(kept, act=Revision.Act.DESTROYED, at=at, by=by, reason=why)
    for other in others:
        append_current(other, act=Revision.Act.LINKED, at=at, by=by)


def _forget_what_hangs_on(record: Record, at: datetime, by: Person) -> None:
    Link.objects.filter(Q(source=record) | Q(target=record)).delete()
    files = [path_of(row) for row in Attachment.objects.filter(record=record)]
    for name in files:
        transaction.on_commit(lambda name=name: default_storage.delete(name))  # type: ignore[misc]
    for declared in record.declared.rows:
        declared.table._default_manager.filter(record_id=record.pk).delete()
    for rows in (record.attachments, record.amendments, record.audience, record.chosen,
                 record.involvements, record.findings):  # fmt: skip
        rows.all().delete()
    record.actions.filter(state=Action.State.OPEN).update(
        state=Action.State.NOT_NEEDED, closed_at=at, closed_by=by
    )
    record.actions.update(
        what="",
        because="",
        pupil=None,
        carer=None,
        owner_person=None,
        evidence_record=None,
        next_step_at=None,
    )


def _forget_detail(record: Record) -> None:
    """What the kind itself says must go, and whatever text it did not think of."""
    kind = record.declared
    detail = kind.detail._default_manager.filter(pk=record.pk).first()
    if detail is None:
        return
    kind.forget(detail)
    for field in detail._meta.concrete_fields:
        if isinstance(field, TEXT) and not field.choices:
            setattr(detail, field.attname, None if field.null else "")
    detail.save()


def _forget_revisions(record: Record) -> None:
    """Their fingerprints stay, so that the chain joins. (A reason without one is part of it.)"""
    record.revisions.update(body="")
    record.revisions.exclude(reason_hash="").update(reason="")


def _make_stub(record: Record, why: str) -> None:
    record.headline = "Destroyed"
    record.words = record.author_name = record.author_post = ""
    record.place = record.group = None
    record.state = Record.State.STUB
    record.void_reason = why
    record.save()
