"""Arriving: what the open page is told at once, and what is written down when it was shown."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from handrail.core import clock
from handrail.notify.models import Alert, Delivery
from handrail.people.models import Post

MOST = 100


def unseen_by(person_id: int) -> list[Alert]:
    """What a person has not seen, newest first, at schools where they hold a post; one query."""
    held = Post.objects.held_on(clock.today()).filter(person=person_id)
    rows = Alert.objects.filter(person=person_id, seen_at=None, school__in=held.values("school"))
    return list(rows.only("id", "uuid", "text", "urgent")[:MOST])


def shown_in_app(alerts: Iterable[Alert]) -> None:
    """Write down that the app showed these, the first time it does."""
    rows = Delivery.objects.filter(
        alert__in=[alert.pk for alert in alerts], channel=Delivery.Channel.APP, delivered_at=None
    )
    _arrived(rows)


def shown_on_device(uuid: UUID) -> None:
    """Write down that a device showed a push message; nothing for a number that is none."""
    _arrived(
        Delivery.objects.filter(uuid=uuid, channel=Delivery.Channel.PUSH, delivered_at=None)
        .exclude(sent_at=None)
    )  # fmt: skip


def _arrived(rows: QuerySet[Delivery]) -> None:
    if not rows.exists():  # asking is cheaper than the lock of a change that changes nothing
        return
    now = clock.now()
    rows.filter(sent_at=None).update(delivered_at=now, sent_at=now, state=Delivery.State.SENT)
    rows.update(delivered_at=now)
