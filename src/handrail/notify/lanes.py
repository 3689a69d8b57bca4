"""Lanes: each channel is sent on a thread of its own, so that a dead server holds up no other."""

import sys
from threading import Event, Thread

from django.db import close_old_connections, connection

from handrail.notify.models import Delivery
from handrail.notify.sending import send_due

CHANNELS = (Delivery.Channel.PUSH, Delivery.Channel.MAIL)
EVERY = 2.0  # seconds


def start_lanes() -> Event:
    """Go on sending for as long as the process lives, or until the event that is given back."""
    over = Event()
    for channel in CHANNELS:
        Thread(target=_go_on, args=(channel, over), name=channel, daemon=True).start()
    return over


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


def _go_on(channel: str, over: Event) -> None:
    while not over.is_set():
        _turn(channel)
        over.wait(EVERY)


def _turn(channel: str) -> None:
    """One turn. Whatever goes wrong is said without its words, and the next turn comes."""
    close_old_connections()
    try:
        send_due(channel)
    except Exception as problem:  # a lane must not end
        what = type(problem).__name__
        print(f"Sending by {channel} failed and will be tried again: {what}", file=sys.stderr)
