"""What came from the register: one half day's code, or a pupil's share over a period."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from handrail.attendance.codes import LONGEST


class Brought(models.Model):
    """Whose, at which school, and when and by whom it was brought in (nobody: by the command)."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class HalfDay(Brought):
    """A morning or an afternoon, with its national code as the register had it last."""

    class Half(models.TextChoices):
        MORNING = "AM", "Morning"
        AFTERNOON = "PM", "Afternoon"

    date = models.DateField()
    half = models.CharField(max_length=2, choices=Half.choices)
    code = models.CharField(max_length=LONGEST)

    class Meta:
        ordering = ["date", "half"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "pupil", "date", "half"], name="one_code_a_half_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.half}: {self.code}"


class Share(Brought):
    """How much of a period a pupil attended, in per cent, where a school has no more than that."""

    first = models.DateField()
    last = models.DateField()
    per_cent = models.FloatField(validators=[MinValueValidator(0), MaxValueValidator(100)])

    class Meta:
        ordering = ["last", "first"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "pupil", "first", "last"], name="one_share_a_period"
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="a_share_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}: {self.per_cent:g}%"
