"""The school's own limits: from how many minutes a hold, a seclusion, or a gap between looks at
a pupil in seclusion is flagged."""

from django.db import models


class HoldLimits(models.Model):
    """One row a school, made when somebody first changes a limit. Numbers are minutes.

    The law names no number: the aim is the least time. These are where the school asks why.
    """

    school = models.OneToOneField(
        "school.School", on_delete=models.CASCADE, primary_key=True, related_name="hold_limits"
    )
    longest_hold = models.PositiveSmallIntegerField(default=10)
    longest_seclusion = models.PositiveSmallIntegerField(default=30)
    longest_unseen = models.PositiveSmallIntegerField(default=5)  # from one look to the next
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.school}: {self.longest_hold} minutes"
