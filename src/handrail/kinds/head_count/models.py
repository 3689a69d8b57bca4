"""What a head-count keeps beyond the spine."""

from django.db import models


class HeadCount(models.Model):
    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    expected = models.PositiveSmallIntegerField("how many were expected", null=True)
    present = models.PositiveSmallIntegerField("how many are here", null=True)
    visit = models.UUIDField("the visit that was counted", null=True)
    found_at = models.TimeField("when everybody was found", null=True)
    found_where = models.CharField("where they were found", max_length=200, blank=True)

    def __str__(self) -> str:
        return f"Head-count {self.pk}"
