"""Forgetting: a pupil's attendance goes when their learning goes."""

from handrail.attendance.models import HalfDay, Share
from handrail.learning.forgetting import pupils_to_forget
from handrail.people.models import Person
from handrail.records.models import Record


def on_destroyed(record: Record) -> None:
    """Called while the record's people can still be asked for; the rule is that of learning."""
    for person in pupils_to_forget(record):
        forget_attendance(person, record.school_id)


def forget_attendance(person: Person, school_id: int) -> None:
    """Delete every code and share of a pupil at a school."""
    HalfDay.objects.filter(pupil=person, school=school_id).delete()
    Share.objects.filter(pupil=person, school=school_id).delete()
