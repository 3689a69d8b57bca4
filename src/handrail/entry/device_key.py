"""The key that a sign-in gives a device: it opens what the device keeps for that person."""

import base64

from django.utils.crypto import salted_hmac

from handrail.people.models import Person


def device_key(person: Person) -> str:
    """256 bits, base64, the same on every device and after every sign-in of this person.

    Made from the installation's secret key and kept nowhere; it stands only in signed-in,
    unlocked pages, which no cache keeps. What the device keeps is under a key of its own, which
    this one wraps. With another secret key, what still waits on devices cannot be opened.
    """
    made = salted_hmac("handrail.device", str(person.uuid), algorithm="sha256").digest()
    return base64.b64encode(made).decode()
