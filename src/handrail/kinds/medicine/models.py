"""What a record of one dose keeps beyond the spine."""

from django.db import models


class Dose(models.Model):
    class Outcome(models.TextChoices):
        GIVEN = "given", "Given"
        REFUSED = "refused", "Refused"
        NOT_GIVEN = "not_given", "Not given"

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    medicine = models.CharField(max_length=120)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.GIVEN)
    dose = models.CharField(max_length=80)
    because = models.CharField(max_length=200, blank=True)
    as_needed = models.BooleanField(default=False)
    effects = models.CharField(max_length=200, blank=True)
    count_left = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return f"Dose {self.pk}"
