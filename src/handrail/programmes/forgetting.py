"""Forgetting: what a pupil did on programmes goes when their learning goes."""

from handrail.learning.forgetting import pupils_to_forget
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
)
from handrail.records.models import Record


def on_destroyed(record: Record) -> None:
    """Called while the record's people can still be asked for; the rule is that of learning."""
    for person in pupils_to_forget(record):
        forget_programmes(person, record.school_id)


def forget_programmes(person: Person, school_id: int) -> None:
    """Delete a pupil's places with all that was measured of them, and the notes of their sessions,
    which may speak of them. A session that then had nobody goes too."""
    places = ProgrammePupil.objects.filter(pupil=person, programme__school=school_id)
    keys = list(places.values_list("pk", flat=True))
    sessions = list(Attendance.objects.filter(place__in=keys).values_list("session", flat=True))
    Measurement.objects.filter(place__in=keys).delete()
    Moment.objects.filter(place__in=keys).delete()
    Pause.objects.filter(place__in=keys).delete()
    Attendance.objects.filter(place__in=keys).delete()
    Session.objects.filter(pk__in=sessions, register=None).delete()
    Session.objects.filter(pk__in=sessions).update(note="")
    withdrawn = Session.objects.filter(pk__in=sessions, withdrawn_at__isnull=False)
    withdrawn.update(withdrawn_because="The reason went with the pupil’s learning.")
    programmes = list(places.values_list("programme", flat=True))
    places.delete()
    Programme.objects.filter(pk__in=programmes, places=None).update(called_before="")
    OtherChange.objects.filter(pupil=person, school=school_id).delete()
