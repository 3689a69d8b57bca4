"""An account of the deliveries: "by push 10:13, by mail 10:13, seen 10:15", for pages to show."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import prefetch_related_objects

from handrail.core import clock
from handrail.notify.models import Alert, Delivery

State = Delivery.State


def how_told(alerts: Iterable[Alert]) -> dict[int, str]:
    """What came of each alert, in a line, by the alert's key; one query."""
    known = list(alerts)
    prefetch_related_objects(known, "deliveries")
    return {alert.pk: _line(alert) for alert in known}


def told_of(actions: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """Who was told of each action and how, by its key, oldest first; two queries.

    For those who may read the record: an action is part of it.
    """
    alerts = list(
        Alert.objects.filter(action__in=list(actions)).select_related("person").order_by("at", "id")
    )
    lines = how_told(alerts)
    found: dict[int, list[tuple[str, str]]] = {}
    for alert in alerts:
        found.setdefault(alert.action_id or 0, []).append((alert.person.formal, lines[alert.pk]))
    return found


def _line(alert: Alert) -> str:
    parts = [part for row in alert.deliveries.all() if (part := _said(row, alert))]
    seen = f"seen {_at(alert.seen_at, alert)}" if alert.seen_at else "not seen yet"
    return ", ".join([*dict.fromkeys(parts), seen])


def _said(row: Delivery, alert: Alert) -> str:
    """One channel, as far as there is something to say."""
    if row.channel == Delivery.Channel.APP:
        return f"in the app {_at(row.delivered_at, alert)}" if row.delivered_at else ""
    if row.state == State.SENT:
        shown = f" (shown {_at(row.delivered_at, alert)})" if row.delivered_at else ""
        return f"by {row.channel} {_at(row.sent_at, alert)}{shown}"
    if row.state == State.FAILED:
        return f"{row.channel} failed: {row.because}"
    if row.state == State.NOT_NEEDED:
        return ""
    if row.because:
        return f"{row.channel} not gone yet: {row.because}"
    return f"{row.channel} due {_at(row.due_at, alert)}" if row.in_digest else f"{row.channel} next"


def _at(moment: datetime | None, alert: Alert) -> str:
    """The time; with the day when it is another one than the alert's."""
    if moment is None:
        return ""
    then, told = clock.local(moment), clock.local(alert.at)
    day = "" if then.date() == told.date() else f"{then:%A} {then.day} {then:%B} "
    return f"{day}{then:%H:%M}"
