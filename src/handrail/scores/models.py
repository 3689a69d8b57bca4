"""One file of scores of one instrument, and the scores in it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from handrail.core.ids import new_uuid


class Batch(models.Model):
    """What was brought in at once: which instrument, in which version, by which norms. Kept as it
    was; a file that was wrong is withdrawn whole, with a reason.

    Of a licensed instrument only totals are here: its questions and its parts are its owner's.
    """

    class Sort(models.TextChoices):
        RAW = "raw", "Raw score"
        STANDARD = "standard", "Standard score"
        PERCENTILE = "percentile", "Percentile"
        MONTHS = "months", "Age equivalent in months"

    class Direction(models.TextChoices):
        INCREASE = "increase", "Higher is better"
        DECREASE = "decrease", "Lower is better"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=120)
    version = models.CharField("version or form", max_length=60)
    norms_of = models.DateField("date of its norms", null=True, blank=True)
    licensed = models.BooleanField(default=True)
    sort = models.CharField(max_length=10, choices=Sort.choices)
    direction = models.CharField(max_length=8, choices=Direction.choices)
    lowest = models.FloatField("lowest possible score")
    highest = models.FloatField("highest possible score")
    spread = models.FloatField(  # with `reliability`, says which change is more than chance
        "standard deviation of its norms", null=True, blank=True, validators=[MinValueValidator(0)]
    )
    reliability = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(0.999)]
    )
    brought_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["school", "instrument"], name="batch_by_instrument")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""),
                name="a_withdrawn_batch_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.version}"


class Score(models.Model):
    """One pupil's score on a day. `part` names a part of an instrument that is not licensed."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="scores")
    pupil = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    part = models.CharField(max_length=80, blank=True)
    value = models.FloatField()

    class Meta:
        ordering = ["date", "id"]
        indexes = [models.Index(fields=["pupil", "date"], name="score_by_date")]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "pupil", "date", "part"], name="one_score_a_day_and_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.value:g}"
