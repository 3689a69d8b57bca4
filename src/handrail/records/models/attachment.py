"""An attachment: a photo or document kept with a record, inert and without metadata."""

from django.db import models

from handrail.core.ids import new_uuid


class Attachment(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    record = models.ForeignKey(
        "records.Record", on_delete=models.PROTECT, related_name="attachments"
    )
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
