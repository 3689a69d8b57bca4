"""Lanes: each channel is sent on a thread of its own, so that a dead server holds up no other."""

import sys
import time
from threading import Thread

from django.db import close_old_connections, connection

from handrail.notify.models import Delivery
from handrail.notify.sending import send_due

CHANNELS = (Delivery.Channel.PUSH, Delivery.Channel.MAIL)
EVERY = 2.0  # seconds


def start_lanes() -> None:
    """Go on sending for as long as the process lives."""
    for channel in CHANNELS:
        Thread(target=_for_ever, args=(channel,), name=channel, daemon=True).start()


def send_once() -> None:
    """Send what is due now, all channels beside each other, and wait for them."""
    lanes = [Thread(target=_once, args=(channel,)) for channel in CHANNELS]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()


def _once(channel: str) -> None:
    _turn(channel)
    connection.close()


def _for_ever(channel: str) -> None:
    while True:
        _turn(channel)
        time.sleep(EVERY)


def _turn(channel: str) -> None:
    """One turn. Whatever goes wrong is said without its words, and the next turn comes."""
    close_old_connections()
    try:
        send_due(channel)
    except Exception as problem:  # noqa: BLE001 - a lane must not end
        what = type(problem).__name__
        print(f"Sending by {channel} failed and will be tried again: {what}", file=sys.stderr)
