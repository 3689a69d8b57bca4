"""Noticing a moment: the door by which events and the background are kept, exactly once each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from handrail.core import clock
from handrail.programmes.models import Moment, ProgrammePupil
from handrail.programmes.reading import may_run, may_steer, places_open_to
from handrail.records.reader import Reader
from handrail.records.refusal import Refused, reason_given
from handrail.school.models import School, Word
from handrail.school.words import words_in_use

BEFORE, DONE = "behaviour.before", "behaviour.done"  # the lists that records of behaviour use too


@dataclass(frozen=True)
class MomentDraft:
    """A moment as it is sent. `happened` is None where nobody said; words come as their slugs."""

    uuid: UUID
    at: datetime
    happened: bool | None
    before: Iterable[str] = ()
    done: Iterable[str] = ()


def words_to_choose(school: School) -> tuple[list[Word], list[Word]]:
    """The school's words for what came before and for what was done; one query."""
    words = list(words_in_use(school, BEFORE, DONE))
    return [one for one in words if one.list == BEFORE], [one for one in words if one.list == DONE]


def notice(reader: Reader, place: ProgrammePupil, draft: MomentDraft) -> Moment:
    """Keep a moment, or give back the one kept under this number before. Raises Refused."""
    if not may_notice(reader, place):
        raise Refused("You cannot write about this pupil here.")
    if before := Moment.objects.filter(uuid=draft.uuid).first():
        return _the_same(reader, place, before)
    if draft.happened is None:
        raise Refused("Say whether it happened at this moment or not.", "happened")
    known = [{one.slug for one in words} for words in words_to_choose(place.programme.school)]
    moment = Moment(
        uuid=draft.uuid, place=place, happened=draft.happened, observer=reader.person,
        happened_at=min(draft.at, clock.now()), filed_at=clock.now(),
        before=sorted(set(draft.before) & known[0]), done=sorted(set(draft.done) & known[1]),
    )  # fmt: skip
    try:
        with transaction.atomic():
            moment.save()
    except IntegrityError:  # a retry that ran beside us was first
        return _the_same(reader, place, Moment.objects.get(uuid=draft.uuid))
    return moment


def _the_same(reader: Reader, place: ProgrammePupil, before: Moment) -> Moment:
    if (before.observer_id, before.place_id) != (reader.person_id, place.pk):
        raise Refused("This moment lost its number. Open the page again.")
    return before


def may_notice(reader: Reader, place: ProgrammePupil) -> bool:
    """Everybody who may measure the pupil on this programme."""
    open_ = places_open_to(reader, place.programme, [place])
    return bool(open_) and may_run(reader, place.programme)


def withdraw_moment(reader: Reader, moment: Moment, because: str) -> None:
    """Take a moment back, with a reason; it stays to be seen. By whoever noticed it or steers the
    programme."""
    if not may_withdraw(reader, moment):
        raise Refused("Only whoever noticed it, or leads the programme, can withdraw it.")
    why = reason_given(because, "Say why it is withdrawn, in a few words.", "because", most=200)
    if moment.withdrawn_at is None:
        moment.withdrawn_at, moment.withdrawn_because = clock.now(), why
        moment.save(update_fields=["withdrawn_at", "withdrawn_because"])


def may_withdraw(reader: Reader, moment: Moment) -> bool:
    return moment.observer_id == reader.person_id or may_steer(reader, moment.place.programme)
