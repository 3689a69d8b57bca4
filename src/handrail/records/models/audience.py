"""An audience row: one more reader of one record, by whom, why, and until when."""

from django.db import models


class Audience(models.Model):
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="audience")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    why = models.CharField(max_length=300)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "record"], name="audience_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.why}"
