"""Sending: what waits in the outbox leaves, with patience; never in a request or a transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Min

from handrail.core import clock
from handrail.notify.devices import end_device
from handrail.notify.mail import send_mail
from handrail.notify.models import Delivery
from handrail.notify.outbox import mail_address, mail_instead, wishes_of
from handrail.notify.push import send_push
from handrail.notify.trouble import NotSent
from handrail.people.models import Post

Channel, State = Delivery.Channel, Delivery.State
BATCH = 100
CLAIM = timedelta(minutes=2)  # longer than the slowest single attempt
GIVES_UP = timedelta(days=3)
WAITS = tuple(timedelta(seconds=n) for n in (15, 30, 60, 120, 300))  # and 300 again and again


@dataclass(frozen=True)
class Message:
    """What leaves as one: a single alert, or everything of one digest."""

    rows: Sequence[Delivery]

    @property
    def first(self) -> Delivery:
        return self.rows[0]

    @property
    def words(self) -> str:
        if not self.first.in_digest:
            return self.first.alert.outside
        count = len(self.rows)
        return f"{count} thing{'' if count == 1 else 's'} wait{'s' if count == 1 else ''} for you"

    @property
    def place(self) -> str:
        """Where it leads: addresses hold numbers only."""
        return "/alerts/" if self.first.in_digest else f"/alerts/{self.first.alert.uuid}/"


def send_due(channel: str) -> int:
    """Send what is due by one channel; returns how many messages left.

    Each message is claimed before it is sent, so that two senders never send one twice; a sender
    that dies leaves its claim to run out. After a server was found to be down, nothing else of
    this turn tries it: one dead server costs one wait, and the others none.
    """
    if connection.in_atomic_block and not settings.TESTING:
        raise RuntimeError("Nothing is sent inside a transaction.")
    down: dict[str, NotSent] = {}
    sent = 0
    for found in _messages(channel):
        message = Message([row for row in found.rows if not _settle_needless(row)])
        if not message.rows:
            continue
        server = _server(message.first)
        if server in down:
            _not_sent(message, down[server])
        elif _claim(message):
            sent += _attempt(message, down)
    return sent


def _messages(channel: str) -> Iterator[Message]:
    """What is due: urgent first, each alone; then digests, each with everything of its person."""
    due = Delivery.objects.filter(channel=channel, next_try_at__lte=clock.now())
    due = due.select_related("alert__person", "alert__school", "alert__action", "device")
    alone, gathered = due.filter(in_digest=False), due.filter(in_digest=True)
    for row in alone.order_by("-alert__urgent", "next_try_at", "id")[:BATCH]:
        yield Message([row])
    people = gathered.order_by("alert__person").values_list("alert__person", flat=True).distinct()
    rows = gathered.filter(alert__person__in=list(people[:BATCH]))
    for _, together in groupby(sorted(rows, key=_goes_to), key=_goes_to):
        yield Message(list(together))


def _goes_to(row: Delivery) -> tuple[int, int]:
    return row.alert.person_id, row.device_id or 0


def _settle_needless(row: Delivery) -> bool:
    """Whether it need not leave any more; then that is written down."""
    alert, because = row.alert, ""
    alert.refresh_from_db(fields=["seen_at"])  # others before it in this turn may have taken long
    if alert.seen_at:
        because = "seen before it was sent"
    elif row.in_digest and alert.action and not alert.action.is_open:
        because = "done before it was sent"
    elif row.device and row.device.ended_at:
        because = "the device was signed out"
    elif not Post.objects.held_on(clock.today()).filter(
        person=alert.person_id, school=alert.school_id
    ).exists():  # fmt: skip
        because = "no post at the school any more"
    if because:
        _set([row], state=State.NOT_NEEDED, because=because, next_try_at=None)
    elif clock.now() - row.due_at > GIVES_UP:
        because = f"given up: {row.because or 'nothing was sent for days'}"
        _set([row], state=State.FAILED, because=because, next_try_at=None)
    return bool(because)


def _claim(message: Message) -> bool:
    """Take a message for this sender; False when another one was quicker."""
    held = Delivery.objects.filter(
        pk__in=[row.pk for row in message.rows], next_try_at__lte=clock.now()
    )
    return held.update(next_try_at=clock.now() + CLAIM) == len(message.rows)


def _attempt(message: Message, down: dict[str, NotSent]) -> int:
    try:
        _send(message)
    except NotSent as trouble:
        if trouble.down:
            down[trouble.down] = trouble
        _not_sent(message, trouble)
        return 0
    _set(
        message.rows, state=State.SENT, sent_at=clock.now(), because="", next_try_at=None,
        tries=message.first.tries + 1,
    )  # fmt: skip
    return 1


def _server(row: Delivery) -> str:
    return (urlsplit(row.device.endpoint).hostname or "") if row.device else "mail"


def _send(message: Message) -> None:
    row, alert = message.first, message.first.alert
    link = settings.ADDRESS + message.place
    if row.channel == Channel.PUSH and row.device:
        arrived = f"/alerts/arrived/{row.uuid}/"
        send_push(row.device, message.words, message.place, arrived, urgent=alert.urgent)
        return
    address = mail_address(alert, wishes_of([alert.person_id])[alert.person_id])
    if not address:
        raise NotSent("no address is known", for_good=True)
    send_mail(address, message.words, link)


def _not_sent(message: Message, trouble: NotSent) -> None:
    """Try again later, or say that it failed; a device that is gone is ended."""
    row = message.first
    device = row.device
    if trouble.gone and device:
        end_device(device, trouble.because)
    over = trouble.gone or trouble.for_good
    _set(
        message.rows, state=State.FAILED if over else State.WAITING, because=trouble.because,
        tries=row.tries + 1, next_try_at=None if over else clock.now() + wait_after(row.tries + 1),
    )  # fmt: skip
    if over:
        for one in message.rows:
            mail_instead(one)


def wait_after(tries: int) -> timedelta:
    """How long to wait after that many tries; never so long that news of a mend is slow."""
    return WAITS[min(tries, len(WAITS)) - 1]


def _set(rows: Sequence[Delivery], **values: object) -> None:
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(**values)


def waiting_since() -> dict[str, datetime]:
    """Since when something that is due has not left, by channel: for the doctor."""
    rows = Delivery.objects.filter(next_try_at__lte=clock.now() + CLAIM + WAITS[-1])
    found = rows.filter(due_at__lte=clock.now()).values("channel").annotate(since=Min("due_at"))
    return {row["channel"]: row["since"] for row in found.order_by()}
