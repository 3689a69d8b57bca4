"""Marks at a programme's objectives within a session: kept with it, and taken back with it."""

from collections.abc import Mapping
from datetime import time
from uuid import uuid5

from handrail.core import clock
from handrail.learning.marking import MarkDraft, make_mark, withdraw_all
from handrail.learning.models import Mark, Objective
from handrail.programmes.models import Programme, ProgrammePupil, Session, SessionMark
from handrail.records.reader import Reader
from handrail.records.refusal import Refused

MOST_OBJECTIVES = 4
NOON = time(12)


def keep_marks(
    reader: Reader, session: Session, register: Mapping[ProgrammePupil, str],
    marks: Mapping[tuple[ProgrammePupil, Objective], int],
) -> None:  # fmt: skip
    """Keep the marks of those who were there, each under a number that a retry repeats; whoever
    calls has decided that the reader gives this session. Raises Refused for what does not belong.

    A mark of an earlier day stands at noon of that day, as what is known by its day alone does.
    """
    programme = session.programme
    fits = set(programme.objectives.values_list("pk", flat=True)) if marks else set()
    at = min(clock.at_local(session.date, NOON), clock.now())
    when = clock.now() if session.date == clock.today() else at
    for (place, objective), level in marks.items():
        if objective.pk not in fits or register.get(place, "away"):
            raise Refused("Mark only who was there, at an objective of the programme.", "register")
        number = uuid5(session.uuid, f"{place.uuid}-{objective.uuid}")
        draft = MarkDraft(number, place.pupil, objective, level, captured_at=when)
        mark = make_mark(reader, programme.school, draft, vouched=True)
        SessionMark.objects.create(session=session, mark=mark)


def withdraw_marks(reader: Reader, session: Session, why: str) -> None:
    """Take back what was marked in a session that is withdrawn, for its reason."""
    withdraw_all(reader, marks_in(session), why)


def marks_in(session: Session) -> list[Mark]:
    """The marks that were made in a session, withdrawn ones too."""
    rows = SessionMark.objects.filter(session=session).select_related("mark__objective")
    return [row.mark for row in rows]


def objectives_of(programme: Programme) -> list[Objective]:
    """What the programme works at, in the order of its list; what was retired since is left out."""
    rows = programme.objectives.filter(retired_on=None, pupil=None)
    return list(rows.select_related("framework")[:MOST_OBJECTIVES])
