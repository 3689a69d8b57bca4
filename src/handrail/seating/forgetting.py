"""Forgetting: a pupil's seats go when their learning goes; a drawing of nobody then goes too."""

from handrail.learning.forgetting import pupils_to_forget
from handrail.people.models import Person
from handrail.records.models import Record
from handrail.seating.models import Drawing, Seat, SeatingPlan


def on_destroyed(record: Record) -> None:
    """Called while the record's people can still be asked for; the rule is that of learning."""
    for person in pupils_to_forget(record):
        forget_seats(person, record.school_id)


def forget_seats(person: Person, school_id: int) -> None:
    """Empty every seat that a pupil had at a school."""
    rows = Seat.objects.filter(pupil=person, drawing__plan__school=school_id)
    drawings = set(rows.values_list("drawing", flat=True))
    rows.update(pupil=None)
    full = Seat.objects.filter(drawing__in=drawings).exclude(pupil=None)
    bare = Drawing.objects.filter(pk__in=drawings).exclude(pk__in=full.values("drawing"))
    plans = set(bare.values_list("plan", flat=True))
    bare.delete()
    SeatingPlan.objects.filter(pk__in=plans, drawings=None).delete()
