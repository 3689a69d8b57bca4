"""A pause: support that was taken away from one pupil for a while, and given again."""

from django.db import models
from django.db.models import F, Q

from handrail.core.ids import new_uuid
from handrail.programmes.models.programme import ProgrammePupil


class Pause(models.Model):
    """From the first day without support to the last; no last day while it lasts. What is measured
    in it is a baseline again, so that a change that comes twice with support can be seen."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    place = models.ForeignKey(ProgrammePupil, on_delete=models.PROTECT, related_name="pauses")
    starts = models.DateField("first day without support")
    ends = models.DateField("last day without support", null=True, blank=True)
    because = models.CharField(max_length=200)
    again_because = models.CharField(max_length=200, blank=True)
    said_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    again_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(ends=None), name="one_open_pause_a_place"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="a_pause_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} from {self.starts}"
