"""Progress in numbers: what was marked, how far it moved, what was given, what was filed."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from handrail.feedback.asking import NONE, Asked, Child
from handrail.learning.models import Mark
from handrail.programmes.judging import Answer, answers_of
from handrail.programmes.models import Attendance, ProgrammePupil
from handrail.programmes.reading import programmes_open_to
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import Reader
from handrail_evidence import Verdict

Level = Mark.Level
COUNTED = ("recognition", "behaviour")  # kinds of record that stand in the table


@dataclass(frozen=True)
class Thread:
    """The marks of one pupil at one objective in these days: from which to which level."""

    pupil: int
    objective: int
    first: int
    last: int
    last_at: datetime
    marks: int
    helped: int

    @property
    def moved(self) -> bool:
        return self.last > self.first

    @property
    def alone(self) -> bool:
        return self.last >= Level.ON_THEIR_OWN


@dataclass(frozen=True)
class Figures:
    """The numbers of one line; each leads to what it counts, by its name here."""

    marks: int = 0
    helped: int = 0
    objectives: int = 0
    moved: int = 0
    alone: int = 0
    sessions: int = 0
    here: int = 0
    places: int = 0
    better: int = 0
    recognition: int = 0
    behaviour: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        mine, theirs = astuple(self), astuple(other)
        return Figures(*(one + two for one, two in zip(mine, theirs, strict=True)))


LABELS = {
    "marks": "Marks", "helped": "With help", "objectives": "Objectives marked",
    "moved": "Moved up", "alone": "On their own at the end", "sessions": "Sessions offered",
    "here": "Sessions taken", "places": "Programmes", "better": "Changed for the better",
    "recognition": "Recognition", "behaviour": "Behaviour",
}  # fmt: skip


def figures_of(asked: Asked) -> dict[int, Figures]:
    """By pupil (key): the numbers of these days; as many queries for one pupil as for all."""
    count: dict[int, dict[str, int]] = {key: {} for key in asked.keys}

    def add(pupil: int, name: str, n: int = 1) -> None:
        count[pupil][name] = count[pupil].get(name, 0) + n

    for thread in threads_of(asked):
        add(thread.pupil, "marks", thread.marks)
        add(thread.pupil, "helped", thread.helped)
        add(thread.pupil, "objectives")
        add(thread.pupil, "moved", thread.moved)
        add(thread.pupil, "alone", thread.alone)
    for pupil, away in lines_of(asked).order_by().values_list("place__pupil", "away"):
        add(pupil, "sessions")
        add(pupil, "here", not away)
    for answer in judged(asked):
        add(answer.place.pupil_id, "places")
        add(answer.place.pupil_id, "better", is_better(answer))
    for kind in COUNTED:
        for pupil, n in _filed(asked, kind):
            add(pupil, kind, n)
    return {key: Figures(**found) for key, found in count.items()}


def marks_in(asked: Asked) -> QuerySet[Mark]:
    """The marks that stand of the pupils asked for, of one subject where that is asked."""
    rows = Mark.objects.filter(
        school=asked.school, pupil__in=asked.keys, withdrawn_at=None,
        happened_at__gte=asked.span.starts, happened_at__lt=asked.span.ends,
    )  # fmt: skip
    return rows.filter(objective__subject=asked.by.subject) if asked.by.subject else rows


def threads_of(asked: Asked) -> Iterator[Thread]:
    """Every pupil's marks of these days, objective by objective; one query."""
    rows = marks_in(asked).order_by("pupil", "objective", "happened_at", "id")
    thread: list[tuple[int, int, int, datetime]] = []
    for row in rows.values_list("pupil", "objective", "level", "happened_at").iterator(5_000):
        if thread and thread[-1][:2] != row[:2]:
            yield _thread(thread)
            thread = []
        thread.append(row)
    if thread:
        yield _thread(thread)


def _thread(rows: list[tuple[int, int, int, datetime]]) -> Thread:
    levels = [level for _, _, level, _ in rows]
    return Thread(rows[0][0], rows[0][1], levels[0], levels[-1], rows[-1][3], len(levels),
                  levels.count(Level.WITH_HELP))  # fmt: skip


def lines_of(asked: Asked) -> QuerySet[Attendance]:
    """Their lines on the registers of programmes in these days."""
    return Attendance.objects.filter(
        place__in=_places(asked), session__date__gte=asked.span.first,
        session__date__lte=asked.span.last, session__withdrawn_at=None,
    )  # fmt: skip


def _places(asked: Asked) -> QuerySet[ProgrammePupil]:
    """Places that had begun by the last of these days and not ended before the first."""
    rows = ProgrammePupil.objects.filter(
        pupil__in=asked.keys, starts__lte=asked.span.last,
        programme__in=programmes_open_to(asked.reader, asked.school),
    )  # fmt: skip
    return rows.filter(Q(ends=None) | Q(ends__gte=asked.span.first))


def judged(asked: Asked) -> list[Answer]:
    """What the engine says of each such place today, whatever days are asked for."""
    rows = _places(asked).select_related("programme", "pupil")
    return answers_of(list(rows.order_by("pupil__family", "pupil__given", "programme__name")))


def is_better(answer: Answer) -> bool:
    return answer.judgement.verdict is Verdict.CHANGED and bool(answer.judgement.better)


def records_in(asked: Asked, kind: str) -> RecordQuerySet:
    """Records of a kind about these pupils that the reader may know of, void ones left out."""
    return records_about(asked.reader, kind, asked.keys).filter(
        school=asked.school, happened_at__gte=asked.span.starts, happened_at__lt=asked.span.ends
    )


def records_about(reader: Reader, kind: str, pupils: Iterable[int]) -> RecordQuerySet:
    """Records in which these pupils have the part that the kind is about."""
    return Record.objects.readable_by(reader).filter(
        kind=kind, state=Record.State.FILED, involvements__person__in=list(pupils),
        involvements__role=kind_named(kind).roles[0].slug, involvements__as_pupil=True,
    )  # fmt: skip


def _filed(asked: Asked, kind: str) -> Iterator[tuple[int, int]]:
    rows = records_in(asked, kind).order_by().values_list("involvements__person")
    wanted = set(asked.keys)
    yield from ((pupil, n) for pupil, n in rows.annotate(n=Count("pk")) if pupil in wanted)


def by_groups(child: Child) -> list[tuple[str, str]]:
    """The groups of a pupil; a pupil of none has a line too."""
    return list(child.groups) or [(NONE, "In no group")]
