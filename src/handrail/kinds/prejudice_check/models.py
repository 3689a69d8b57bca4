"""What asking again keeps beyond the spine."""

from django.db import models


class PrejudiceCheck(models.Model):
    class Stopped(models.TextChoices):
        YES = "yes", "It has stopped"
        LESS = "less", "Less, but not stopped"
        NO = "no", "It goes on"

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    stopped = models.CharField(max_length=4, choices=Stopped.choices)
    now = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Asked again {self.pk}"
