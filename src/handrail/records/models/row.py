"""A row: one of several that a record of some kind has, in a table that the kind declares."""

from django.db import models


class Row(models.Model):
    """What every such table has in common. A row is added and never changed; so is its `position`,
    which counts within the record and the table."""

    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["record", "position"]
