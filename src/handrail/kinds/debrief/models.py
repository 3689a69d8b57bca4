"""What a debrief keeps beyond the spine."""

from django.db import models


class Debrief(models.Model):
    class WithWhom(models.TextChoices):
        PUPIL = "pupil", "With the pupil"
        STAFF = "staff", "With the adults"

    class How(models.TextChoices):
        TALK = "talk", "Talking"
        DRAWING = "drawing", "Drawing or pictures"
        SYMBOLS = "symbols", "Symbols or signs"
        WITH_HELP = "with_help", "With somebody they trust"
        DECLINED = "declined", "They did not want to"

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    with_whom = models.CharField(max_length=5, choices=WithWhom.choices)
    how = models.CharField(max_length=9, choices=How.choices)
    helps_next_time = models.TextField(blank=True)
    support_offered = models.TextField(blank=True)
    time_off_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Debrief {self.pk}"
