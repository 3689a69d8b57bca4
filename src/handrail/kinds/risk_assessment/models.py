"""What an individual risk assessment keeps beyond the spine."""

from django.db import models

from handrail.plans.columns import Agreement, SignatureRow
from handrail.records.models import Row


class RiskAssessment(Agreement):
    about_what = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Risk assessment {self.pk}"


class Risk(Row):
    """A hazard, who may be harmed, how likely and how bad with what is in place, and what more."""

    class Likelihood(models.IntegerChoices):
        UNLIKELY = 1, "Unlikely"
        POSSIBLE = 2, "Possible"
        LIKELY = 3, "Likely"

    class Severity(models.IntegerChoices):
        MINOR = 1, "Minor"
        MODERATE = 2, "Moderate"
        SERIOUS = 3, "Serious"

    hazard = models.CharField(max_length=300)
    harmed = models.CharField(max_length=200)
    likelihood = models.PositiveSmallIntegerField(choices=Likelihood.choices)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    in_place = models.TextField(blank=True)
    more = models.TextField(blank=True)

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.get_likelihood_display()}, {self.get_severity_display().lower()}"


class Signature(SignatureRow):
    class Meta(SignatureRow.Meta):
        abstract = False
