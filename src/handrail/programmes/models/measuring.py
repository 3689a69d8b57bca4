"""What was measured of a pupil on a programme, and what else changed in their life then."""

from django.db import models
from django.db.models import Q

from handrail.core.ids import new_uuid
from handrail.programmes.models.programme import ProgrammePupil


class Measurement(models.Model):
    """One measuring of a pupil on a day; no value where it was missed, and then a reason.

    Kept as it was made: a slip is withdrawn with a reason and stands in the table still.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    place = models.ForeignKey(ProgrammePupil, on_delete=models.PROTECT, related_name="measurements")
    date = models.DateField()
    value = models.FloatField(null=True, blank=True)
    missed_because = models.CharField(max_length=120, blank=True)
    observer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    setting = models.CharField(max_length=80, blank=True)
    how = models.CharField(max_length=120)
    second = models.BooleanField(default=False)  # by a second observer: held against the first
    sampled = models.CharField(max_length=400, blank=True, default="")  # "1", "0", "-": by moment
    watched_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    filed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["date", "id"]
        indexes = [models.Index(fields=["place", "date"], name="measurement_by_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(value=None, missed_because__gt="")
                | Q(value__isnull=False, missed_because=""),
                name="measured_or_missed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""),
                name="a_withdrawn_measurement_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}"


class OtherChange(models.Model):
    """Something else that changed for a pupil on a day: a new class, medication, a new baby."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    words = models.CharField(max_length=200)
    noted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["date", "id"]
        indexes = [models.Index(fields=["pupil", "date"], name="other_change_by_date")]

    def __str__(self) -> str:
        return self.words
