"""What a support plan keeps beyond the spine."""

from django.db import models

from handrail.core.dates import said_day
from handrail.plans.columns import SignatureRow, Version
from handrail.records.models import Row


class SupportPlan(Version):
    """One version, for SEN support or under an education, health and care (EHC) plan.

    `layer` and `coauthor`, and `from_framework` of what is done, are there for an Individual
    Support Plan: empty says nothing, and no word of today's changes its meaning.
    """

    class Sort(models.TextChoices):
        EHC = "ehc", "Under an EHC plan"
        SEN_SUPPORT = "sen_support", "SEN support"

    class Layer(models.TextChoices):
        UNIVERSAL = "universal", "Universal"
        TARGETED = "targeted", "Targeted"
        TARGETED_PLUS = "targeted_plus", "Targeted Plus"
        SPECIALIST = "specialist", "Specialist"

    sort = models.CharField(max_length=12, choices=Sort.choices)
    annual_by = models.DateField(null=True, blank=True)  # of an EHC plan
    needs = models.TextField()
    strengths = models.TextField(blank=True)
    child_view = models.TextField(blank=True)
    carer_view = models.TextField(blank=True)
    adjustments = models.TextField(blank=True)
    coauthor = models.CharField(max_length=200, blank=True, default="")
    layer = models.CharField(max_length=14, choices=Layer.choices, blank=True, default="")

    def __str__(self) -> str:
        return f"Support plan {self.pk}"


class Target(Row):
    """What is to be reached: how it is measured, from where, to where, by when."""

    objective = models.CharField(max_length=300)
    measure = models.CharField(max_length=200)
    baseline = models.CharField(max_length=200)
    goal = models.CharField(max_length=200)
    by = models.DateField()

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"By {said_day(self.by)}"


class Support(Row):
    """What is done: how often, by whom, and how adults go about it."""

    named = models.CharField(max_length=120, blank=True, default="")  # of the school's library
    what = models.CharField(max_length=300)
    how_often = models.CharField(max_length=200)
    who = models.CharField(max_length=200)
    strategy = models.TextField(blank=True)
    from_framework = models.BooleanField(null=True, blank=True)

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"Support {self.position}"


class Outcome(Row):
    """A line of an EHC plan: an outcome of section E and the provision for it in section F."""

    outcome = models.TextField()
    provision = models.TextField()
    given_by = models.CharField(max_length=200, blank=True)

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"Outcome {self.position}"


class Signature(SignatureRow):
    class Meta(SignatureRow.Meta):
        abstract = False
