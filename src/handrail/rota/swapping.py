"""Swaps: somebody asks a named colleague to take a turn; they accept or decline."""

from datetime import date

from django.db import IntegrityError, transaction

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.notify.telling import tell_of_turn
from handrail.people.models import Person
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.rota.making import GONE, MOST_WORDS, change
from handrail.rota.models import Swap, Turn
from handrail.rota.week import standing_on
from handrail.rota.who import colleagues_on, may_make

NOT_ASKED = "This was not asked of you, or it was answered already."


def ask(reader: Reader, turn: Turn, day: date, colleague: Person | None, words: str) -> Swap:
    """Ask a colleague to take a turn on a date. By whoever is down for it, or makes the rota."""
    one = standing_on(turn, day)
    if one is None or one.off or day < clock.today():
        raise Refused(GONE)
    if one.person != reader.person and not may_make(reader, turn.school):
        raise Refused("Only whoever is down for this turn, or makes the rota, can ask.")
    if colleague is None or not colleagues_on(turn.school, day).filter(pk=colleague.pk).exists():
        raise Refused("Choose the colleague whom you ask.", "colleague")
    if colleague == one.person or colleague == reader.person:
        raise Refused("Ask somebody else than whoever is down for it.", "colleague")
    try:
        with transaction.atomic():
            swap = Swap.objects.create(
                turn=turn, date=day, asked_by=reader.person, asked_of=colleague,
                words=tidy(words)[:MOST_WORDS], asked_at=clock.now(),
            )  # fmt: skip
            said = f"{reader.person.formal} asks you to take a turn of duty"
            tell_of_turn(colleague, turn.school, said, turn.page_on(day))
            return swap
    except IntegrityError:
        raise Refused("Somebody was asked already. Take that back first.", "colleague") from None


@transaction.atomic
def answer(reader: Reader, swap: Swap, *, yes: bool) -> None:
    """Accept or decline what was asked of oneself; accepted, the turn is theirs on that date."""
    held = (
        Swap.objects.select_for_update()
        .select_related("turn__school", "asked_by")
        .filter(pk=swap.pk)
    )
    row = held.filter(asked_of=reader.person, state=Swap.State.ASKED).first()
    if row is None:
        raise Refused(NOT_ASKED)
    row.state = Swap.State.ACCEPTED if yes else Swap.State.DECLINED
    row.answered_at = clock.now()
    if yes and (row.date < clock.today() or standing_on(row.turn, row.date) is None):
        raise Refused(GONE)
    row.save(update_fields=["state", "answered_at"])
    if yes:
        change(reader, row.turn, row.date, person=reader.person)
    said = "takes the turn" if yes else "cannot take the turn"
    tell_of_turn(row.asked_by, row.turn.school, f"{reader.person.formal} {said}",
                 row.turn.page_on(row.date))  # fmt: skip


def take_back(reader: Reader, swap: Swap) -> None:
    """Ask no longer; by whoever asked, or makes the rota."""
    if swap.asked_by_id != reader.person_id and not may_make(reader, swap.turn.school):
        raise Refused("Only whoever asked can take it back.")
    rows = Swap.objects.filter(pk=swap.pk, state=Swap.State.ASKED)
    if not rows.update(state=Swap.State.WITHDRAWN, answered_at=clock.now()):
        raise Refused("It was answered already.")
