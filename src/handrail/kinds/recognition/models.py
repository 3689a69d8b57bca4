"""What a recognition keeps beyond the spine."""

from django.db import models


class Recognition(models.Model):
    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    share_with_home = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Recognition {self.pk}"
