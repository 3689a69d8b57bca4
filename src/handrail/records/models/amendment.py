"""An amendment: words added later, beside the original and never over it."""

from django.db import models

from handrail.core.ids import new_uuid


class Amendment(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    record = models.ForeignKey(
        "records.Record", on_delete=models.PROTECT, related_name="amendments"
    )
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=220)
    at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.author_name}, {self.at:%d %b %Y}"
