"""What a behaviour (regulation) plan keeps beyond the spine."""

from django.db import models

from handrail.plans.columns import Agreement, SignatureRow, StageRow


class BehaviourPlan(Agreement):
    strengths = models.TextField(blank=True)
    triggers = models.TextField(blank=True)
    helps = models.TextField(blank=True)
    working_on = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Behaviour plan {self.pk}"


class Stage(StageRow):
    class Meta(StageRow.Meta):
        abstract = False


class Signature(SignatureRow):
    class Meta(SignatureRow.Meta):
        abstract = False
