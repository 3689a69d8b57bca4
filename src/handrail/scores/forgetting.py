"""Forgetting: a pupil's scores go when their learning goes; a file that then is empty goes too."""

from handrail.learning.forgetting import pupils_to_forget
from handrail.people.models import Person
from handrail.records.models import Record
from handrail.scores.models import Batch, Score


def on_destroyed(record: Record) -> None:
    """Called while the record's people can still be asked for; the rule is that of learning."""
    for person in pupils_to_forget(record):
        forget_scores(person, record.school_id)


def forget_scores(person: Person, school_id: int) -> None:
    """Delete every score of a pupil at a school."""
    rows = Score.objects.filter(pupil=person, batch__school=school_id)
    batches = set(rows.values_list("batch", flat=True))
    rows.delete()
    Batch.objects.filter(pk__in=batches, scores=None).delete()
