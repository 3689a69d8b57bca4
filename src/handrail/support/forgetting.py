"""Forgetting: since when a pupil had which provision and needs goes when their learning goes."""

from handrail.learning.forgetting import pupils_to_forget
from handrail.people.models import Need, ProvisionSpell
from handrail.records.models import Record


def on_destroyed(record: Record) -> None:
    """Called while the record's people can still be asked for; the rule is that of learning."""
    keys = [person.pk for person in pupils_to_forget(record)]
    ProvisionSpell.objects.filter(pupil__in=keys).delete()
    Need.objects.filter(pupil__in=keys).delete()
