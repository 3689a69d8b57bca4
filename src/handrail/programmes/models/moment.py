"""A moment of a pupil's day: what was going on, and whether the behaviour happened just then."""

from django.db import models
from django.db.models import Q

from handrail.core.ids import new_uuid
from handrail.programmes.models.programme import ProgrammePupil


class Moment(models.Model):
    """Where `happened`, an event: what came before and what was done. Where not, the background:
    what was going on although the behaviour did not happen, without which nothing can be said of
    what brings it on. `before` and `done` are slugs of the school's own words.

    `uuid` comes with the form or the device, so that a retry makes exactly one.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    place = models.ForeignKey(ProgrammePupil, on_delete=models.PROTECT, related_name="moments")
    happened_at = models.DateTimeField()
    happened = models.BooleanField()
    before = models.JSONField(default=list, blank=True)
    done = models.JSONField(default=list, blank=True)
    observer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["happened_at", "id"]
        indexes = [models.Index(fields=["place", "happened_at"], name="moment_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""),
                name="a_withdrawn_moment_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.happened}"
