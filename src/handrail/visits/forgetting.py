"""Forgetting: a pupil is taken off the visits of a school when their learning goes."""

from handrail.learning.forgetting import pupils_to_forget
from handrail.records.models import Record
from handrail.visits.models import Visit


def on_destroyed(record: Record) -> None:
    """Called while the record's people can still be asked for; the rule is that of learning."""
    gone = [person.pk for person in pupils_to_forget(record)]
    if gone:
        Visit.pupils.through.objects.filter(
            person__in=gone, visit__school=record.school_id
        ).delete()
