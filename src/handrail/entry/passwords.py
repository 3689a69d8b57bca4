"""Trying a name and a password: what is counted, what is refused, and that the work is equal."""

from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.http import HttpRequest

from handrail.entry import limits
from handrail.entry.devices import known_device
from handrail.entry.events import Sort, note
from handrail.entry.factors import check_code
from handrail.people.models import User
from handrail.records.reader import reader_for


@dataclass(frozen=True)
class Tried:
    """What came of a try. `full` says that too many went before it, whosever name it was."""

    user: User | None = None
    full: bool = False
    proved: bool = False


def try_password(request: HttpRequest, name: str, password: str, code: str = "") -> Tried:
    """Try a name and a password, and with `code` the second factor in the same breath.

    Nothing in the answer, nor the work behind it, says whether there is such an account.
    """
    name = name.strip().lower()[:150]
    user = User.objects.filter(username=name).select_related("person").first()
    source = limits.source_of(request)
    keys: tuple[str, ...]
    if device := known_device(request, user):
        keys = (limits.key_of("device", device.pk),)
        full = limits.is_full(keys[0], limits.DEVICE)
    elif code:
        keys = (limits.key_of("with code", source, name),)
        full = limits.is_full(keys[0], limits.WITH_CODE)
    else:
        keys = (limits.key_of("account", name), limits.key_of("source", source))
        full = limits.is_full(keys[0], limits.ACCOUNT) or limits.is_full(keys[1], limits.SOURCE)
    if full:
        return Tried(full=True)
    found = authenticate(request, username=name, password=password)
    proved = bool(code and user) and check_code(user, code)  # type: ignore[arg-type]
    if isinstance(found, User) and (proved or not code) and reader_for(found.person).roles:
        limits.clear(*(keys if device else ()))
        return Tried(found, proved=proved)
    limits.count(*keys)
    note(user, Sort.FAILED, f"from {source}")
    return Tried()


def try_code(request: HttpRequest, user: User, code: str) -> Tried:
    """Try a code of somebody whose password was right; tries are counted for them alone."""
    device = known_device(request, user)
    key = limits.key_of("code", user.pk, device.pk if device else "")
    if limits.is_full(key, limits.DEVICE):
        return Tried(full=True)
    if check_code(user, code):
        limits.clear(key)
        return Tried(user, proved=True)
    limits.count(key)
    note(user, Sort.FAILED, f"wrong code, from {limits.source_of(request)}")
    return Tried()
