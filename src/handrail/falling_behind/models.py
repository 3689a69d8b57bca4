"""The table of the room: the rule as a school decided it. Nothing about a pupil is kept here."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


def _from(least: int, most: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class Rule(models.Model):
    """Append-only: the newest row of a school counts. The defaults are those of the product."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    weeks = models.PositiveSmallIntegerField("weeks looked at", default=6, validators=_from(4, 26))
    attendance = models.PositiveSmallIntegerField(
        "attendance below, in per cent", default=90, validators=_from(50, 100)
    )
    removals = models.PositiveSmallIntegerField(
        "removals in these weeks", default=2, validators=_from(1, 50)
    )
    marks = models.PositiveSmallIntegerField(
        "marks of an objective", default=4, validators=_from(2, 50)
    )
    objectives = models.PositiveSmallIntegerField(
        "objectives that do not move", default=2, validators=_from(1, 50)
    )
    signs = models.PositiveSmallIntegerField("signs needed", default=1, validators=_from(1, 4))
    removal_words = models.ManyToManyField("school.Word", related_name="+", blank=True)
    because = models.CharField(max_length=300)
    set_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.signs} of four signs in {self.weeks} weeks"
