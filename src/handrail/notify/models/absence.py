"""An absence: from when until when somebody is away, so that whoever covers is told at once."""

from datetime import datetime

from django.db import models

from handrail.core import clock


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def running(self, moment: datetime) -> "AbsenceQuerySet":
        """Those that cover a moment; the end itself is no longer absence."""
        return self.filter(starts__lte=moment, ends__gt=moment)

    def to_come(self, moment: datetime) -> "AbsenceQuerySet":
        """Those that run or will."""
        return self.filter(ends__gt=moment)


class Absence(models.Model):
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="absences")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    said_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        indexes = [models.Index(fields=["person", "ends"], name="absence_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="absence_ends_after_start"
            )
        ]

    @property
    def has_begun(self) -> bool:
        return self.starts <= clock.now()

    def __str__(self) -> str:
        return f"{self.person} is away"
