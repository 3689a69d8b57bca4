"""Locking: a screen that was left for a minute opens again only to its own person."""

from typing import Any

from handrail.core import clock

AWAY_SECONDS = 60
MOST_PIN_TRIES = 5
PIN_DIGITS = range(6, 13)


def _now() -> int:
    return int(clock.now().timestamp())


def lock(request: Any) -> None:
    """Lock this session now."""
    request.session["locked"] = _now()
    request.session.pop("away_at", None)


def went_away(request: Any) -> None:
    """Note that the page was put out of sight."""
    if not is_locked(request):
        request.session["away_at"] = _now()


def came_back(request: Any) -> bool:
    """Note that the page is in sight again; False if it was away for too long."""
    if is_locked(request):
        return False
    request.session.pop("away_at", None)
    return True


def is_locked(request: Any) -> bool:
    """Whether the session was locked, or left out of sight for a minute, which locks it."""
    away = request.session.get("away_at")
    if away is not None and _now() - away >= AWAY_SECONDS:
        lock(request)
    return "locked" in request.session


def unlock(request: Any) -> None:
    for name in ("locked", "away_at", "pin_tries"):
        request.session.pop(name, None)


def may_use_pin(request: Any) -> bool:
    """A PIN is short: after five wrong ones it opens nothing until the password was given."""
    return bool(request.user.pin) and request.session.get("pin_tries", 0) < MOST_PIN_TRIES


def pin_opens(request: Any, digits: str) -> bool:
    """Whether this is the person's PIN; counts the wrong ones."""
    if not may_use_pin(request):
        return False
    if request.user.check_pin(digits):
        request.session["pin_fresh"] = True  # the device may now learn it, see web/context.py
        return True
    request.session["pin_tries"] = request.session.get("pin_tries", 0) + 1
    return False


def fault_of_pin(digits: str) -> str:
    """What is wrong with a PIN that somebody wants to have, or nothing."""
    if not digits.isascii() or not digits.isdigit() or len(digits) not in PIN_DIGITS:
        return "A PIN is 6 to 12 digits."
    steps = {int(b) - int(a) for a, b in zip(digits, digits[1:], strict=False)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        return "That PIN is too easy to guess. Choose digits that are not in a row."
    return ""
