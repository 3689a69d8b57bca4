"""An import: which files, when, by whom, what changed, and every row that was left out."""

from django.db import models


class ImportRun(models.Model):
    """Written in the same transaction as the load: an import that did not finish left no trace."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="imports")
    fmt = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    made_at = models.CharField(max_length=40, blank=True)
    whole = models.BooleanField()
    counts = models.JSONField()
    faults = models.JSONField()
    school_said = models.JSONField(default=dict, blank=True)  # its name and numbers in the files
    by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.fmt} {self.at:%d %b %Y}"
