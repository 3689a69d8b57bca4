"""Changing what is known of a pupil's needs: the code of provision, and the needs by rank.

The pupil's own code and few words follow, because reading rules and equality figures stand on them.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction

from handrail.core import clock
from handrail.people.models import Need, Person, ProvisionSpell, Pupil
from handrail.people.need_codes import PROVISIONS, need_codes, said_of_code

ONE_DAY = timedelta(days=1)
NO_NEED = "None named"
BETWEEN = " · "
_SAID_BY_CODES = {"SEN support", "EHC plan", "EHCP", "Education, health and care plan"}
_APART = re.compile(r"\s*[·,;/|]\s*")


class TooEarly(ValueError):
    """The day lies before what stands already; `since` says when that began."""

    def __init__(self, since: date) -> None:
        super().__init__(f"{since}")
        self.since = since


def provision_on(pupil: Pupil, day: date) -> str:
    """The code that held on a day. Today's stands on the pupil, whatever the roll brought since;
    of an earlier day the history speaks, and where it says nothing of that time, today's code."""
    if day >= clock.today():
        return pupil.sen_provision
    spells = list(ProvisionSpell.objects.filter(pupil=pupil))
    then = [row for row in spells if (row.starts or day) <= day <= (row.ends or day)]
    if then:
        return max(then, key=lambda row: (row.starts or date.min, row.pk)).provision
    is_before = any(row.starts and day < row.starts for row in spells)
    return "" if is_before else pupil.sen_provision


def primary_need_on(pupil: Pupil, day: date) -> str:
    """The need that stood first on a day: "SEMH: Social, emotional and mental health", or that
    none was named."""
    first = Need.objects.on(day).filter(pupil=pupil).first()
    return f"{first.code}: {said_of_code(first.code)}" if first else NO_NEED


@transaction.atomic
def change_provision(pupil: Pupil, provision: str, since: date, by: Person, day: date) -> None:
    """A code from a day on: the one before ends the day before. Raises TooEarly.

    What was entered today can still be put right today; nothing older is written over.
    """
    last = _running(pupil)
    if last is not None and last.noted_on == day and last.noted_by_id == by.pk:
        last = _taken_back(last)
    elif last is None and pupil.sen_provision not in {"", provision}:
        last = ProvisionSpell.objects.create(pupil=pupil, provision=pupil.sen_provision)
    if last is not None and last.starts is not None and since <= last.starts:
        raise TooEarly(last.starts)
    if last is not None:
        ProvisionSpell.objects.filter(pk=last.pk).update(ends=since - ONE_DAY)
    ProvisionSpell.objects.create(
        pupil=pupil, provision=provision, starts=since, noted_by=by, noted_on=day
    )
    pupil.sen_provision = provision
    _say_in_words(pupil, day)


def _running(pupil: Pupil) -> ProvisionSpell | None:
    return ProvisionSpell.objects.filter(pupil=pupil, ends=None).order_by("-starts", "-pk").first()


def _taken_back(slip: ProvisionSpell) -> ProvisionSpell | None:
    """What was entered today is gone again; what it followed goes on from where it had ended."""
    pupil, starts = slip.pupil, slip.starts
    slip.delete()
    if starts is not None:
        ProvisionSpell.objects.filter(pupil=pupil, ends=starts - ONE_DAY).update(ends=None)
    return _running(pupil)


@transaction.atomic
def name_needs(pupil: Pupil, codes: Sequence[str], since: date, by: Person, day: date) -> None:
    """The needs from a day on, the primary one first; those that stand as they are stay."""
    wanted = {code: rank for rank, code in enumerate(dict.fromkeys(codes), start=1)}
    for row in pupil.needs_named.filter(ends=None):
        if wanted.get(row.code) == row.rank:
            del wanted[row.code]
        elif row.noted_on == day and row.noted_by_id == by.pk:
            row.delete()
        else:
            row.ends = max(since - ONE_DAY, row.starts or since - ONE_DAY)
            row.save(update_fields=["ends"])
    Need.objects.bulk_create(
        Need(pupil=pupil, code=code, rank=rank, starts=since, noted_by=by, noted_on=day)
        for code, rank in wanted.items()
    )
    _say_in_words(pupil, day)


def _say_in_words(pupil: Pupil, day: date) -> None:
    """ "EHC plan · SEMH · SLCN" and whatever else stood in the few words about the pupil."""
    known = set(need_codes()) | _SAID_BY_CODES
    kept = [part for part in _APART.split(pupil.needs) if part and part not in known]
    codes = list(pupil.needs_named.filter(ends=None).values_list("code", flat=True))
    said = [PROVISIONS[pupil.sen_provision]] if pupil.sen_provision in {"K", "E"} else []
    pupil.needs = BETWEEN.join((*said, *codes, *kept))[:200]
    pupil.save(update_fields=["needs", "sen_provision"])


def follow_roll(pupils: Iterable[Pupil], day: date) -> None:
    """Bring the history to what the roll says of these pupils; three queries however many.

    A code that changed ends the spell before. Needs are taken over only where none were named
    here: the SENCO's word is not undone by a file.
    """
    by_key = {pupil.pk: pupil for pupil in pupils}
    running = {
        row.pupil_id: row
        for row in ProvisionSpell.objects.filter(pupil__in=list(by_key), ends=None).order_by("pk")
    }
    ended, begun = [], []
    for key, pupil in by_key.items():
        spell = running.get(key)
        if spell is not None and spell.provision != pupil.sen_provision:
            spell.ends = max(day - ONE_DAY, spell.starts or day - ONE_DAY)
            ended.append(spell)
        if pupil.sen_provision in PROVISIONS and (
            spell is None or spell.provision != pupil.sen_provision
        ):
            starts = day if spell is not None else None  # since when is not said by the file
            begun.append(
                ProvisionSpell(pupil=pupil, provision=pupil.sen_provision, starts=starts,
                               noted_on=day)
            )  # fmt: skip
    ProvisionSpell.objects.bulk_update(ended, ["ends"], batch_size=500)
    ProvisionSpell.objects.bulk_create(begun, batch_size=500)
    _take_needs(by_key, day)


def _take_needs(by_key: dict[int, Pupil], day: date) -> None:
    there = set(Need.objects.filter(pupil__in=list(by_key)).values_list("pupil", flat=True))
    known = need_codes()
    Need.objects.bulk_create(
        (
            Need(pupil=pupil, code=code, rank=rank, noted_on=day)
            for key, pupil in by_key.items()
            if key not in there
            for rank, code in enumerate(_codes_in(pupil.needs, known), start=1)
        ),
        batch_size=500,
    )


def _codes_in(text: str, known: Iterable[str]) -> list[str]:
    """The codes among the few words about a pupil, each once, in their order."""
    parts = (part.upper() for part in _APART.split(text))
    codes = set(known)
    return list(dict.fromkeys(part for part in parts if part in codes))
