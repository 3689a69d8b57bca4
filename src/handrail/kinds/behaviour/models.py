"""What a behaviour record keeps beyond the spine."""

from django.db import models


class Behaviour(models.Model):
    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    followed = models.TextField("what followed", blank=True)
    minutes = models.PositiveSmallIntegerField("how long it lasted, in minutes", null=True)
    restorative = models.BooleanField("plan a restorative talk", default=False)

    def __str__(self) -> str:
        return f"Behaviour {self.pk}"
