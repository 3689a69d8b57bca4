"""Devices: which browsers somebody is signed in on, knowing one again, and ending a session."""

import re
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.entry.models import Device
from handrail.people.models import User

MARK_LASTS = 60 * 60 * 24 * 400  # browsers keep no cookie longer
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
            ("CriOS", "Chrome"), ("FxiOS", "Firefox"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"),
           ("CrOS", "a Chromebook"), ("Windows", "Windows"), ("Mac OS", "a Mac"),
           ("Linux", "Linux"))  # fmt: skip


def roughly(agent: str) -> str:
    """ "Chrome on Android": enough to know one's own devices by, and no more."""
    browser = next((said for sign, said in BROWSERS if sign in agent), "A browser")
    system = next((said for sign, said in SYSTEMS if re.search(sign, agent)), "")
    return f"{browser} on {system}" if system else browser


def _mark_of(request: HttpRequest) -> str:
    mark = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return mark if re.fullmatch(r"[\w-]{43}", mark) else ""


def known_device(request: HttpRequest, user: User | None) -> Device | None:
    """This browser, when that user has signed in on it before."""
    mark = _mark_of(request)
    hashed = sha256_hex(mark.encode())
    return Device.objects.filter(user=user, mark_hash=hashed).first() if mark else None


def keep_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Write down that this browser is signed in now, and mark it so that it is known again."""
    mark, now = _mark_of(request) or secrets.token_urlsafe(32), clock.now()
    device, _ = Device.objects.get_or_create(
        user=user, mark_hash=sha256_hex(mark.encode()),
        defaults={"first_used_at": now, "signed_in_at": now, "last_used_at": now},
    )  # fmt: skip
    _end_sessions([device.session_key])
    device.said = roughly(request.META.get("HTTP_USER_AGENT", ""))
    device.signed_in_at = device.last_used_at = now
    request.session["device"] = device.pk
    if request.session.session_key is None:
        request.session.save()
    device.session_key = request.session.session_key or ""
    device.save()
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME, mark, max_age=MARK_LASTS, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def _this(request: HttpRequest) -> QuerySet[Device]:
    """The row of the device that this session runs on."""
    return Device.objects.filter(pk=request.session.get("device", 0))


def new_key(request: HttpRequest) -> None:
    """A new session key, as after every proof; the device's row follows it."""
    request.session.cycle_key()
    _this(request).update(session_key=request.session.session_key or "")


def note_use(request: HttpRequest) -> None:
    """Say when a device was last used; called once in a while, not with every request."""
    _this(request).update(last_used_at=clock.now())


def end_this(request: HttpRequest) -> None:
    """End the session of the device that asks."""
    end_devices(_this(request))


def signed_in_devices(user: User) -> list[Device]:
    """Where they are signed in now, last used first."""
    rows = user.devices.exclude(session_key="").order_by("-last_used_at")  # type: ignore[attr-defined]
    return [row for row in rows if SessionStore().exists(row.session_key)]


def end_devices(devices: Iterable[Device]) -> int:
    """End the sessions of these devices on the server."""
    rows = list(devices)
    _end_sessions(row.session_key for row in rows)
    Device.objects.filter(pk__in=[row.pk for row in rows]).update(session_key="")
    return len(rows)


def end_all(user: User, *, but: str | None = None) -> int:
    """End every session of a user, except the one with this key."""
    rows = Device.objects.filter(user=user).exclude(session_key="")
    return end_devices(rows.exclude(session_key=but) if but else rows)


def _end_sessions(keys: Iterable[str]) -> None:
    store = SessionStore.get_model_class()
    store.objects.filter(session_key__in=[key for key in keys if key]).delete()
