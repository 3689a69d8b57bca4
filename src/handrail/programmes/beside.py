"""Programmes as they leave: all that is kept of a pupil in words, and the school's tables."""

from collections.abc import Iterator
from datetime import date

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.people.models import Person
from handrail.programmes.models import (
    Attendance,
    Measurement,
    Moment,
    OtherChange,
    Pause,
    Programme,
    ProgrammePupil,
    Session,
    SessionMark,
)  # fmt: skip
from handrail.programmes.noticing import BEFORE, DONE
from handrail.programmes.saying import stops_of
from handrail.records.beside import Said, Tables
from handrail.school.models import School, Word


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """Each programme with its sessions and measurements, and what else was noted to change."""
    rows = ProgrammePupil.objects.filter(pupil=pupil, programme__school=school)
    places = rows.select_related("programme", "programme__led_by").order_by("id")
    said = [Said("Programme", _words(place, since, until)) for place in places]
    return [*said, *_changes(pupil, school, since, until)]


def _words(place: ProgrammePupil, since: date | None, until: date | None) -> str:
    one = place.programme
    dates = f"from {said_day(place.starts)}" if place.starts else "no start said"
    dates += f" to {said_day(place.ends)}" if place.ends else ""
    lines = [f"{one.name}, led by {one.led_by.formal}, {dates}", f"Purpose: {one.purpose}"]
    lines += stops_of(place)
    if place.after_bad_spell:
        lines.append("It was begun because of a bad spell.")
    if place.goal is not None:
        lines.append(f"Goal: {place.goal:g} {one.unit}")
    lines += [*_sessions(place, since, until), *_measured(place, since, until)]
    return "\n".join([*lines, *_moments(place, since, until)])


def _sessions(place: ProgrammePupil, since: date | None, until: date | None) -> Iterator[str]:
    rows = Attendance.objects.filter(place=place, session__date__gte=since or date.min,
                                     session__date__lte=until or date.max)  # fmt: skip
    for row in rows.select_related("session__given_by").order_by("session__date", "id"):
        gone = row.session.withdrawn_because
        note = f" {row.session.note}" if row.session.note else ""
        note += f" Withdrawn because: {gone}" if gone else ""
        yield (f"Session {said_day(row.session.date)}, {row.session.given_by.formal}: "
               f"{row.get_away_display().lower()}.{note}")  # fmt: skip


def _measured(place: ProgrammePupil, since: date | None, until: date | None) -> Iterator[str]:
    rows = Measurement.objects.filter(place=place, date__gte=since or date.min,
                                      date__lte=until or date.max)  # fmt: skip
    for row in rows.select_related("observer"):
        value = f"missed, {row.missed_because}" if row.value is None else f"{row.value:g}"
        gone = ", as second observer" if row.second else ""
        gone += f", withdrawn because: {row.withdrawn_because}" if row.withdrawn_at else ""
        yield (f"{place.programme.measure}, {said_day(row.date)}, {row.observer.formal}: "
               f"{value}{gone}")  # fmt: skip


def _moments(place: ProgrammePupil, since: date | None, until: date | None) -> Iterator[str]:
    rows = Moment.objects.filter(place=place, happened_at__date__gte=since or date.min,
                                 happened_at__date__lte=until or date.max)  # fmt: skip
    lists = Word.objects.filter(school=place.programme.school_id, list__in=(BEFORE, DONE))
    labels = dict(lists.values_list("slug", "label"))
    for row in rows.select_related("observer"):
        words = ", ".join(labels.get(slug, slug) for slug in [*row.before, *row.done])
        gone = f", withdrawn because: {row.withdrawn_because}" if row.withdrawn_at else ""
        happened = "it happened" if row.happened else "it did not happen"
        yield (f"Moment of {said_day(clock.local(row.happened_at).date())}, "
               f"{row.observer.formal}: {happened}; {words or 'nothing chosen'}{gone}")  # fmt: skip


def _changes(
    pupil: Person, school: School, since: date | None, until: date | None
) -> Iterator[Said]:
    rows = OtherChange.objects.filter(pupil=pupil, school=school, date__gte=since or date.min,
                                      date__lte=until or date.max)  # fmt: skip
    for row in rows.select_related("noted_by"):
        said = f"{said_day(row.date)}, noted by {row.noted_by.formal}: {row.words}"
        yield Said("Something else that changed", said)


def tables(school: School) -> Tables:
    """Programmes, places, sessions, registers, measurements and other changes as tables."""
    return {**_planned(school), **_given(school), **_taken(school)}


def _planned(school: School) -> Tables:
    return {
        "programmes.csv": _table(Programme.objects.filter(school=school), {
            "number": "uuid", "name": "name", "called_before": "called_before",
            "sort": "sort", "purpose": "purpose",
            "method": "method", "course": "course__uuid", "led_by": "led_by__uuid",
            "times_a_week": "times_a_week", "minutes": "minutes", "weeks": "weeks",
            "steps": "steps", "cost_once": "cost_once", "cost_a_session": "cost_a_session",
            "measure": "measure", "unit": "unit", "direction": "direction", "scale": "scale",
            "how": "how", "watched_minutes": "watched_minutes", "group": "group__name",
            "held_in": "held_in__name", "made_by": "made_by__uuid",
            "made_at": "made_at"}),
        "programme_pupils.csv": _table(
            ProgrammePupil.objects.filter(programme__school=school), {
                "number": "uuid", "programme": "programme__uuid", "pupil": "pupil__uuid",
                "starts": "starts", "ends": "ends", "goal": "goal",
                "after_bad_spell": "after_bad_spell", "drawn_from": "drawn_from",
                "drawn_until": "drawn_until", "drawn_seed": "drawn_seed",
                "drawn_among": "drawn_among", "drawn_turn": "drawn_turn",
                "drawn_at": "drawn_at"}),
    }  # fmt: skip


def _given(school: School) -> Tables:
    return {
        "programme_sessions.csv": _table(Session.objects.filter(programme__school=school), {
            "number": "uuid", "programme": "programme__uuid", "date": "date",
            "given_by": "given_by__uuid", "steps_followed": "steps_followed", "steps": "steps",
            "note": "note", "filed_at": "filed_at", "replaces": "replaces__uuid",
            "withdrawn_at": "withdrawn_at", "withdrawn_because": "withdrawn_because"}),
        "programme_objectives.csv": _table(
            Programme.objects.filter(school=school, objectives__isnull=False), {
                "programme": "uuid", "objective": "objectives__uuid"}),
        "programme_session_marks.csv": _table(
            SessionMark.objects.filter(session__programme__school=school), {
                "session": "session__uuid", "mark": "mark__uuid"}),
        "programme_register.csv": _table(
            Attendance.objects.filter(session__programme__school=school), {
                "session": "session__uuid", "place": "place__uuid", "away": "away"}),
    }  # fmt: skip


def _taken(school: School) -> Tables:
    return {
        "measurements.csv": _table(
            Measurement.objects.filter(place__programme__school=school), {
                "number": "uuid", "place": "place__uuid", "date": "date", "value": "value",
                "missed_because": "missed_because", "observer": "observer__uuid",
                "setting": "setting", "how": "how", "second": "second",
                "watched_minutes": "watched_minutes", "sampled": "sampled",
                "filed_at": "filed_at", "withdrawn_at": "withdrawn_at",
                "withdrawn_because": "withdrawn_because"}),
        "programme_pauses.csv": _table(
            Pause.objects.filter(place__programme__school=school), {
                "number": "uuid", "place": "place__uuid", "starts": "starts", "ends": "ends",
                "because": "because", "again_because": "again_because",
                "said_by": "said_by__uuid", "said_at": "said_at",
                "again_by": "again_by__uuid", "again_at": "again_at"}),
        "moments.csv": _table(Moment.objects.filter(place__programme__school=school), {
            "number": "uuid", "place": "place__uuid", "happened_at": "happened_at",
            "happened": "happened", "before": "before", "done": "done",
            "observer": "observer__uuid", "filed_at": "filed_at",
            "withdrawn_at": "withdrawn_at", "withdrawn_because": "withdrawn_because"}),
        "other_changes.csv": _table(OtherChange.objects.filter(school=school), {
            "number": "uuid", "pupil": "pupil__uuid", "date": "date", "words": "words",
            "noted_by": "noted_by__uuid", "noted_at": "noted_at"}),
    }  # fmt: skip


def _table(rows, columns: dict[str, str]):  # type: ignore[no-untyped-def]
    return list(columns), rows.order_by("pk").values_list(*columns.values())
