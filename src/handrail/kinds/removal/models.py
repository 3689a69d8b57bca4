"""What a removal keeps beyond the spine."""

from django.db import models


class Removal(models.Model):
    class Ended(models.TextChoices):
        BACK = "back", "Came back to class"
        HOME = "home", "Went home"
        OUT = "out", "Stayed out for the rest of the day"

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    ended = models.CharField("how it ended", max_length=4, choices=Ended.choices, blank=True)
    ended_at = models.TimeField("when it ended", null=True)
    work = models.CharField("what they were given to do", max_length=200, blank=True)

    def __str__(self) -> str:
        return f"Removal {self.pk}"
