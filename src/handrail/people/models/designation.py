"""A designation: what the local authority or the law says of a pupil between dates."""

from datetime import date

from django.db import models
from django.db.models import Q

from handrail.people.models.pupil import Pupil


class DesignationQuerySet(models.QuerySet["Designation"]):
    def on(self, day: date) -> "DesignationQuerySet":
        """Those that hold on a day; the last day counts."""
        return self.filter(Q(starts=None) | Q(starts__lte=day)).filter(
            Q(ends=None) | Q(ends__gte=day)
        )


class Designation(models.Model):
    """Known to the pastoral leads alone; duties and monitoring turn on it."""

    class Sort(models.TextChoices):
        IN_CARE = "in_care", "Looked after by a local authority"
        PREVIOUSLY_IN_CARE = "was_in_care", "Looked after before"
        PROTECTION_PLAN = "protection_plan", "Child protection plan"
        IN_NEED = "in_need", "Child in need plan"
        SOCIAL_WORKER = "social_worker", "Has a social worker"

    WITH_SOCIAL_WORKER = (Sort.IN_CARE, Sort.PROTECTION_PLAN, Sort.IN_NEED, Sort.SOCIAL_WORKER)

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="designations")
    sort = models.CharField(max_length=16, choices=Sort.choices)
    authority = models.CharField("local authority", max_length=120, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = DesignationQuerySet.as_manager()

    class Meta:
        ordering = ["sort", "pk"]

    def __str__(self) -> str:
        return self.get_sort_display()
