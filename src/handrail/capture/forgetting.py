"""Forgetting: the fingerprint of a sheet goes when the record that it filed is destroyed."""

from handrail.capture.models import SentSheet
from handrail.records.models import Record


def on_destroyed(record: Record) -> None:
    SentSheet.objects.filter(number=record.uuid).delete()
