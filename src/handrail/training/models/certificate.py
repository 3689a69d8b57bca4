"""A certificate: who passed which course when, and until when it counts."""

from datetime import date

from django.db import models
from django.db.models import Q

from handrail.core.ids import new_uuid
from handrail.people.models import Person
from handrail.training.models.course import Course


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def standing(self) -> "CertificateQuerySet":
        """Certificates that were not withdrawn."""
        return self.filter(revoked_on=None)

    def good_on(self, day: date) -> "CertificateQuerySet":
        """Certificates that count on a day: passed by then, and the last day counts."""
        ends = Q(expires_on=None) | Q(expires_on__gte=day)
        return self.standing().filter(ends, achieved_on__lte=day)


class Certificate(models.Model):
    """Entered once and never changed: a mistake is withdrawn with a reason, and entered anew.

    `expires_on` is the last day on which it counts, frozen when it was entered; without one it
    never ends. A withdrawn certificate counts on no day.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="certificates")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="certificates")
    achieved_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=60, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    revoked_on = models.DateField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_why = models.CharField(max_length=300, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-achieved_on", "-pk"]
        indexes = [models.Index(fields=["person", "course"], name="certificate_of_person")]

    def __str__(self) -> str:
        return f"{self.course}: {self.person}"

    def counts_on(self, day: date) -> bool:
        """The same as `good_on`, for one that is at hand."""
        begun = self.revoked_on is None and self.achieved_on <= day
        return begun and (self.expires_on is None or self.expires_on >= day)
