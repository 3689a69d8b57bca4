"""Push: one encrypted message to one device, through the push service of its browser."""

import ipaddress
import json
import socket
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from py_vapid import Vapid02, VapidException

from handrail.notify.models import Device
from handrail.notify.push_key import NAME
from handrail.notify.trouble import NotSent

# The push services of Chrome and Edge on Android, Firefox, Safari, Edge on Windows.
KNOWN = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", "*.push.services.mozilla.com",
    "web.push.apple.com", "*.push.apple.com", "*.notify.windows.com",
)  # fmt: skip
LASTS = 24 * 60 * 60  # seconds that the service keeps a message for a device that is off
TIMEOUTS = (5, 10)  # seconds to connect, and to wait for an answer


def may_push_to(endpoint: str) -> bool:
    """Whether an address is that of a push service that we may send to.

    https to a known service or one named in the settings. This machine itself only in tests and
    the demonstration.
    """
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if parts.username or parts.password or not host:
        return False
    if settings.PUSH_LOOPBACK and parts.scheme == "http":
        return host in {"localhost", "127.0.0.1"}
    if parts.scheme != "https" or port not in {None, 443}:
        return False
    return any(fnmatchcase(host, known) for known in (*KNOWN, *settings.PUSH_HOSTS))


def send_push(device: Device, words: str, link: str, arrived: str, *, urgent: bool) -> None:
    """Send one message to one device, or raise NotSent."""
    # A quarter of the time in which the program starts, and most starts send nothing.
    from pywebpush import WebPushException, webpush  # noqa: PLC0415

    host = urlsplit(device.endpoint).hostname or ""
    if not may_push_to(device.endpoint) or _leads_inside(host):
        raise NotSent("the device's push service is not an allowed one", for_good=True)
    payload = {"title": words, "url": link, "arrived": arrived, "urgent": urgent}
    try:
        webpush(
            {"endpoint": device.endpoint,
             "keys": {"p256dh": device.public_key, "auth": device.secret}},
            json.dumps(payload),
            vapid_private_key=Vapid02.from_file(str(Path(settings.HOME) / NAME)),
            vapid_claims={"sub": f"mailto:{settings.DEFAULT_FROM_EMAIL}"},
            timeout=TIMEOUTS,  # type: ignore[arg-type]  # requests takes a pair
            ttl=LASTS,
            headers={"urgency": "high" if urgent else "normal"},
            requests_session=_Once(),
        )  # fmt: skip
    except WebPushException as refused:
        raise _trouble(getattr(refused.response, "status_code", 0), host) from refused
    except requests.Timeout as slow:
        raise NotSent("the push service did not answer in time", down=host) from slow
    except requests.RequestException as problem:
        raise NotSent("the push service could not be reached", down=host) from problem
    except (OSError, VapidException) as missing:
        raise NotSent("this installation has no push key", down=host) from missing
    except (ValueError, TypeError) as odd:
        raise NotSent("the device's key is not one", gone=True) from odd


def _trouble(status: int, host: str) -> NotSent:
    if status in {404, 410}:
        return NotSent("the device takes no more messages", gone=True)
    if status == 429 or status >= 500:
        return NotSent(f"the push service answered {status}", down=host)
    return NotSent(f"the push service answered {status}", for_good=status in {400, 413})


def _leads_inside(host: str) -> bool:
    """Whether a name leads to a private range; one that nobody knows is left to the attempt."""
    if settings.PUSH_LOOPBACK and host in {"localhost", "127.0.0.1"}:
        return False
    try:
        found = socket.getaddrinfo(host, 443, proto=socket.IPPROTO_TCP)
    except OSError:
        return False
    return any(not ipaddress.ip_address(str(row[4][0]).split("%")[0]).is_global for row in found)


class _Once(requests.Session):
    """Follows no redirect, reads no body, and takes no names or passwords from the machine."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        if settings.PUSH_PROXY:
            self.proxies = {"https": settings.PUSH_PROXY}

    def post(self, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        reply = super().post(url, *args, allow_redirects=False, stream=True, **kwargs)
        reply.close()
        reply._content = b""
        return reply
