"""Devices: where somebody asked to be told, from that tap until they sign out of it."""

import base64
import binascii

from django.db import transaction
from django.db.models import QuerySet

from handrail.core import clock
from handrail.core.names import clean
from handrail.notify.models import Device
from handrail.notify.push import may_push_to
from handrail.people.models import Person
from handrail.records.refusal import Refused

MOST = 10  # devices a person
NOT_ALLOWED = (
    "This browser’s push service is not one that this school lets Handrail send to. Ask the office."
)


@transaction.atomic
def add_device(person: Person, name: str, endpoint: str, public_key: str, secret: str) -> Device:
    """Keep a subscription. The same device again is the same row; another person's ends.

    Raises Refused when the address is not that of an allowed push service.
    """
    if len(endpoint) > 1000 or not may_push_to(endpoint):
        raise Refused(NOT_ALLOWED)
    if _size(public_key) != 65 or _size(secret) != 16:
        raise Refused("The browser gave no key to write to it with. Try again.")
    known = Device.objects.filter(endpoint=endpoint, ended_at=None).first()
    if known and known.person_id == person.pk:
        Device.objects.filter(pk=known.pk).update(public_key=public_key, secret=secret)
        return known
    if known:
        end_device(known, "somebody else uses the device now")
    for old in list(devices_of(person)[MOST - 1 :]):
        end_device(old, "too many devices")
    return Device.objects.create(
        person=person, name=clean(name)[:60] or "A device", endpoint=endpoint,
        public_key=public_key, secret=secret, at=clock.now(),
    )  # fmt: skip


def _size(key: str) -> int:
    try:
        return len(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    except (binascii.Error, ValueError):
        return 0


def devices_of(person: Person) -> QuerySet[Device]:
    """The devices on which a person is told, newest first."""
    return Device.objects.filter(person=person, ended_at=None)


def end_device(device: Device, because: str) -> None:
    """Tell a device nothing more, and forget its address and keys."""
    Device.objects.filter(pk=device.pk, ended_at=None).update(
        ended_at=clock.now(), ended_because=because, endpoint="", public_key="", secret=""
    )
