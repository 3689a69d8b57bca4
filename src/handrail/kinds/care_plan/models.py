"""What a plan for personal care keeps beyond the spine."""

from django.db import models

from handrail.plans.columns import SignatureRow, Version


class CarePlan(Version):
    class Adults(models.TextChoices):
        ONE = "one", "One adult"
        NEAR = "near", "One, another near"
        TWO = "two", "Two adults"

    adults = models.CharField(max_length=4, choices=Adults.choices)
    adults_why = models.CharField(max_length=300)
    needs = models.TextField()
    how = models.TextField()
    own_part = models.TextField(blank=True)
    says = models.TextField(blank=True)
    products = models.TextField(blank=True)
    moving = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Care plan {self.pk}"


class Signature(SignatureRow):
    class Meta(SignatureRow.Meta):
        abstract = False
