"""What the agreement on a pupil's medicines keeps beyond the spine."""

from django.db import models

from handrail.plans.columns import Version
from handrail.records.models import Row


class MedicinePlan(Version):
    def __str__(self) -> str:
        return f"Medicines held {self.pk}"


class Held(Row):
    """One medicine that the school holds, or may be asked to give."""

    class Form(models.TextChoices):
        TABLET = "tablet", "Tablet or capsule"
        LIQUID = "liquid", "Liquid"
        INHALER = "inhaler", "Inhaler"
        PEN = "pen", "Injection or pen"
        CREAM = "cream", "Cream or ointment"
        DROPS = "drops", "Drops"
        OTHER = "other", "Something else"

    name = models.CharField(max_length=120)
    form = models.CharField(max_length=7, choices=Form.choices)
    dose = models.CharField(max_length=80)
    times = models.CharField(max_length=60, blank=True)
    needed_when = models.CharField(max_length=200, blank=True)
    least_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    most_a_day = models.PositiveSmallIntegerField(null=True, blank=True)
    consent_by = models.CharField(max_length=120, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    kept_where = models.CharField(max_length=120)
    brought_by = models.CharField(max_length=120, blank=True)
    controlled = models.BooleanField(default=False)

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.name
