"""What a note keeps beyond the spine: nothing but that it is one."""

from django.db import models


class Note(models.Model):
    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    for_today = models.BooleanField("show it on Today until the day ends", default=True)

    def __str__(self) -> str:
        return f"Note {self.pk}"
