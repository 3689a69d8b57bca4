"""A finding: what was looked up when a record was filed, kept as it was then."""

from django.db import models


class Finding(models.Model):
    """Append-only. The plan in force, a certificate, a code: never looked up live again."""

    class Verdict(models.TextChoices):
        FACT = "fact", "As it stood then"
        FINE = "fine", "In order"
        LOOK = "look", "Look at this"
        UNKNOWN = "unknown", "Not known"

    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="findings")
    slug = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    said = models.CharField(max_length=300)
    verdict = models.CharField(max_length=7, choices=Verdict.choices)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    private = models.BooleanField(default=False)  # for the leads, and for whom it is about

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["slug", "verdict"], name="finding_by_slug")]

    def __str__(self) -> str:
        return f"{self.label}: {self.said}"
