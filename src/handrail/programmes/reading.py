"""Who may read a programme, and of whom on it: decided here, by whose learning is open to them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from handrail.learning.reading import HAS_LEARNING, PLANNERS, SEES_ALL, open_pupils
from handrail.people.models import Post
from handrail.programmes.models import Programme, ProgrammePupil
from handrail.records.reader import Reader
from handrail.school.models import School

MAKERS = PLANNERS
SEES_PROGRAMMES = (*SEES_ALL, Post.Role.SENCO)


def programmes_open_to(reader: Reader, school: School) -> QuerySet[Programme]:
    """The programmes of a school that this reader may open.

    Those they lead or made; those with a pupil they work with; all for the SENCO, the behaviour
    manager, the leads and the head. But one that is for the reader's own child alone only where
    they lead it. Volunteers, the office and the trust none.
    """
    rows = Programme.objects.filter(school=school)
    if not reader.holds(school.pk, *HAS_LEARNING):
        return rows.none()
    mine = Q(led_by=reader.person) | Q(made_by=reader.person)
    places = ProgrammePupil.objects.filter(programme=OuterRef("pk"))
    others = places.exclude(pupil__in=reader.own_child_ids)
    if reader.holds(school.pk, *SEES_PROGRAMMES):
        return rows.filter(mine | Exists(others) | ~Exists(places))
    return rows.filter(mine | Exists(others.filter(pupil__in=reader.pupils_at(school.pk))))


def places_open_to(
    reader: Reader, programme: Programme, places: Iterable[ProgrammePupil]
) -> list[ProgrammePupil]:
    """Those places on a programme whose pupil this reader may see on it.

    Being given a programme, or answering for the school's programmes, opens its pupils on it and
    nothing else about them; nobody their own child's.
    """
    rows = list(places)
    if not reader.holds(programme.school_id, *HAS_LEARNING):
        return []
    if _sees_all_on(reader, programme):
        return [row for row in rows if row.pupil_id not in reader.own_child_ids]
    open_ = open_pupils(reader, programme.school_id, [row.pupil_id for row in rows])
    return [row for row in rows if row.pupil_id in open_]


def _sees_all_on(reader: Reader, programme: Programme) -> bool:
    """Whoever leads it; and SENCO, behaviour manager, leads and head, also where a pupil on it is
    on no needs register: extra support is theirs to answer for."""
    leads = programme.led_by_id == reader.person_id
    return leads or reader.holds(programme.school_id, *SEES_PROGRAMMES)


def places_by_programme(
    reader: Reader, school: School, programmes: Iterable[Programme]
) -> dict[int, tuple[list[ProgrammePupil], int]]:
    """By programme (key): the places this reader may see, and how many are left out.

    The same decision as `places_open_to`, for many programmes with the questions of one.
    """
    found = {programme.pk: programme for programme in programmes}
    rows = ProgrammePupil.objects.filter(programme__in=list(found))
    every = list(rows.select_related("pupil", "programme").prefetch_related("pauses"))
    open_ = open_pupils(reader, school.pk, [row.pupil_id for row in every])
    at_all = reader.holds(school.pk, *HAS_LEARNING)
    shown: dict[int, list[ProgrammePupil]] = {key: [] for key in found}
    hidden = dict.fromkeys(found, 0)
    for row in every:
        all_on = _sees_all_on(reader, found[row.programme_id])
        answers = all_on and row.pupil_id not in reader.own_child_ids
        if at_all and (answers or row.pupil_id in open_):
            shown[row.programme_id].append(row)
        else:
            hidden[row.programme_id] += 1
    return {key: (shown[key], hidden[key]) for key in found}


def may_run(reader: Reader, programme: Programme) -> bool:
    """Whether the reader may give a session and measure: everybody who may open the programme."""
    return programmes_open_to(reader, programme.school).filter(pk=programme.pk).exists()


def may_steer(reader: Reader, programme: Programme) -> bool:
    """Whether the reader may say who is on it and when they start: whoever leads or made it, and
    SENCO, behaviour manager, leads and head."""
    mine = reader.person_id in {programme.led_by_id, programme.made_by_id}
    return (mine and reader.holds(programme.school_id, *HAS_LEARNING)) or reader.holds(
        programme.school_id, *SEES_PROGRAMMES
    )
