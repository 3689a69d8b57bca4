"""Limits on guessing: kept in the database, so that every process counts the same tries.

Three separate counts, so that nobody can lock somebody else out:
an account from devices it was never used on, a source, and a device that its owner has used.
Tries from elsewhere never count against a known device; and when an account's count is full, its
owner still gets in with password and code at once, or with a passkey.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.entry.models import Try

WITHIN = timedelta(minutes=15)
ACCOUNT, SOURCE, DEVICE, WITH_CODE = 10, 40, 10, 10


def source_of(request: HttpRequest) -> str:
    """Where a request comes from; what the proxy says only when there is one of ours."""
    if settings.BEHIND_PROXY:
        said = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        return said or request.META.get("REMOTE_ADDR", "")
    return str(request.META.get("REMOTE_ADDR", ""))


def key_of(sort: str, *parts: object) -> str:
    """The name of a count. Hashed, so that mistyped names and passwords are kept nowhere."""
    return sha256_hex("\n".join([sort, *map(str, parts)]).encode())


def is_full(key: str, most: int) -> bool:
    """Whether so many tries failed under this key within the quarter of an hour."""
    return Try.objects.filter(key=key, at__gt=clock.now() - WITHIN).count() >= most


def count(*keys: str) -> None:
    """Count one failed try under each key."""
    now = clock.now()
    Try.objects.bulk_create(Try(key=key, at=now) for key in keys)


def clear(*keys: str) -> None:
    """Forget the tries under these keys: the owner has got in."""
    Try.objects.filter(key__in=keys).delete()


def forget_tries() -> int:
    """Tries that no longer count."""
    return Try.objects.filter(at__lt=clock.now() - WITHIN).delete()[0]
