"""What a positive handling plan keeps beyond the spine."""

from django.db import models

from handrail.plans.columns import Agreement, SignatureRow, StageRow
from handrail.records.models import Row


class HandlingPlan(Agreement):
    triggers = models.TextField(blank=True)
    prevents = models.TextField(blank=True)
    afterwards = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Handling plan {self.pk}"


class Stage(StageRow):
    class Meta(StageRow.Meta):
        abstract = False


class AgreedTechnique(Row):
    """A technique of the school's catalogue, and whether it may be used with this pupil."""

    class Agreed(models.TextChoices):
        YES = "yes", "Agreed"
        LAST = "last", "Agreed as a last resort"
        NEVER = "never", "Not to be used with this pupil"

    technique = models.ForeignKey("training.Technique", on_delete=models.PROTECT, related_name="+")
    when = models.CharField(max_length=300, blank=True)
    agreed = models.CharField(max_length=5, choices=Agreed.choices)

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.technique}: {self.get_agreed_display().lower()}"


class Signature(SignatureRow):
    class Meta(SignatureRow.Meta):
        abstract = False
