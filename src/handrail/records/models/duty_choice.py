"""A duty choice: how long a school gives a duty that no law fixes, or that it is not asked here."""

from django.db import models


class DutyChoice(models.Model):
    """Append-only; the last one about a duty holds. Without `days` the kind's own time holds."""

    school = models.ForeignKey("school.School", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    duty = models.CharField(max_length=60)
    off = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.CharField(max_length=300)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["school", "kind", "duty"], name="duty_choice_of_school")]

    def __str__(self) -> str:
        return f"{self.kind} {self.duty}: {'off' if self.off else self.days}"
