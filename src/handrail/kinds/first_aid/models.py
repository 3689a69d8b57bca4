"""What a first-aid record keeps beyond the spine."""

from django.db import models


class FirstAid(models.Model):
    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    head_injury = models.BooleanField("head injury", default=False)
    cause = models.CharField("how it happened", max_length=200, blank=True)
    treated_at = models.TimeField("time treated", null=True)
    told = models.CharField("who was told", max_length=200, blank=True)

    def __str__(self) -> str:
        return f"First aid {self.pk}"
