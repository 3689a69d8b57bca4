"""What a support review keeps beyond the spine."""

from django.db import models

from handrail.plans.columns import SignatureRow
from handrail.records.models import Row


class SupportReview(models.Model):
    class Sort(models.TextChoices):
        ANNUAL = "annual", "Annual review of the EHC plan"
        TERMLY = "termly", "Review of the support plan"

    class Decision(models.TextChoices):
        CONTINUE = "continue", "Continue as it is"
        CHANGE = "change", "Change it"
        STOP = "stop", "Stop: it is not needed any more"
        STEP_UP = "step_up", "Step up: more or other help is needed"

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    sort = models.CharField(max_length=6, choices=Sort.choices)
    present = models.CharField(max_length=300, blank=True)
    impact = models.TextField()
    child_view = models.TextField()  # or why there is nothing; so below
    carer_view = models.TextField()
    staff_view = models.TextField(blank=True)
    decision = models.CharField(max_length=8, choices=Decision.choices)
    because = models.TextField()
    adulthood = models.TextField(blank=True)  # preparing for it, from Year 9
    next_on = models.DateField(null=True, blank=True)  # none only where support stops
    annual_by = models.DateField(null=True, blank=True)  # of an annual review that goes on

    def __str__(self) -> str:
        return f"Support review {self.pk}"


class TargetReview(Row):
    """Where one target of the plan stands now."""

    class Reached(models.TextChoices):
        YES = "yes", "Reached"
        PARTLY = "partly", "On the way"
        NO = "no", "Not reached"
        CANNOT_TELL = "cannot_tell", "Cannot tell yet"

    target = models.CharField(max_length=300)
    reached = models.CharField(max_length=11, choices=Reached.choices)
    evidence = models.TextField()

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.get_reached_display()


class Signature(SignatureRow):
    class Meta(SignatureRow.Meta):
        abstract = False
