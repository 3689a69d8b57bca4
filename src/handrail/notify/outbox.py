"""The outbox: each alert is put out with its deliveries, in the transaction that calls for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from handrail.core import clock
from handrail.core.school_days import Calendar
from handrail.notify.hours import goes_at
from handrail.notify.models import Alert, Delivery, Device, Wishes
from handrail.school.calendars import calendar_of

Channel = Delivery.Channel


@dataclass
class _Reach:
    """How the people of some alerts can be reached, and the calendars their days follow."""

    wishes: dict[int, Wishes]
    devices: dict[int, list[Device]]
    calendars: dict[int, Calendar] = field(default_factory=dict)

    def calendar(self, alert: Alert) -> Calendar:
        if alert.school_id not in self.calendars:
            self.calendars[alert.school_id] = calendar_of(alert.school)
        return self.calendars[alert.school_id]


def put_out(alerts: Sequence[Alert]) -> None:
    """Store alerts with a delivery for each channel; sends nothing. All or nothing."""
    if not alerts:
        return
    with transaction.atomic(savepoint=False):
        stored = Alert.objects.bulk_create(alerts)
        reach = _reach_of({alert.person_id for alert in stored})
        Delivery.objects.bulk_create(
            delivery for alert in stored for delivery in _deliveries(alert, reach)
        )


def wishes_of(people: Iterable[int]) -> dict[int, Wishes]:
    """The wishes of each person, by key; the defaults for those who never said."""
    said = Wishes.objects.in_bulk(sorted(people))
    return {person: said.get(person) or Wishes(person_id=person) for person in people}


def mail_address(alert: Alert, wishes: Wishes) -> str:
    """Where mail for the person goes; nothing when the school sends none or knows no address."""
    return (wishes.mail_to or alert.person.email) if settings.MAIL_ON else ""


def _reach_of(people: set[int]) -> _Reach:
    devices: dict[int, list[Device]] = {}
    for device in Device.objects.filter(person__in=people, ended_at=None):
        devices.setdefault(device.person_id, []).append(device)
    return _Reach(wishes_of(people), devices)


def _deliveries(alert: Alert, reach: _Reach) -> Iterator[Delivery]:
    yield Delivery(alert=alert, channel=Channel.APP, due_at=alert.at)
    wishes = reach.wishes[alert.person_id]
    devices = reach.devices.get(alert.person_id, []) if wishes.by_push else []
    address = mail_address(alert, wishes)
    # What is urgent goes outside by something, whatever was ticked off.
    by_mail = bool(address) and (wishes.by_mail or (alert.urgent and not devices))
    if not devices and not by_mail:
        return
    when, in_digest = alert.at, False
    if not alert.urgent:
        when, in_digest = goes_at(wishes, reach.calendar(alert), alert.at)
    for device in devices:
        yield Delivery(
            alert=alert, channel=Channel.PUSH, device=device, due_at=when,
            next_try_at=when, in_digest=in_digest,
        )  # fmt: skip
    if by_mail:
        yield Delivery(
            alert=alert, channel=Channel.MAIL, due_at=when, next_try_at=when,
            in_digest=in_digest,
        )  # fmt: skip


def mail_instead(delivery: Delivery) -> None:
    """When the device of an urgent alert is gone and nothing else goes outside, mail goes."""
    alert = delivery.alert
    others = alert.deliveries.exclude(pk=delivery.pk).exclude(channel=Channel.APP)
    if delivery.channel != Channel.PUSH or not alert.urgent:
        return
    if others.exclude(state=Delivery.State.FAILED).exists():
        return
    wishes = wishes_of([alert.person_id])[alert.person_id]
    if mail_address(alert, wishes) and not others.filter(channel=Channel.MAIL).exists():
        Delivery.objects.create(
            alert=alert, channel=Channel.MAIL, due_at=clock.now(), next_try_at=clock.now()
        )
