"""Terms and closed days: what a school day is, for every clock."""

from django.db import models
from django.db.models import F, Q

from handrail.school.models.school import School


class Term(models.Model):
    """A run of days on which the school is open; a half-term break splits it in two rows."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=120)
    starts = models.DateField()
    ends = models.DateField(help_text="The last day on which pupils attend.")
    source_id = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="term_ends_after_start"
            ),
            models.UniqueConstraint(fields=["school", "name", "starts"], name="one_term_a_start"),
        ]

    def __str__(self) -> str:
        return self.name


class ClosedDay(models.Model):
    """A training day, bank holiday or snow day inside a term."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="closed_days")
    date = models.DateField()
    why = models.CharField(max_length=120)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["school", "date"], name="one_closed_day")]

    def __str__(self) -> str:
        return f"{self.date}: {self.why}"
