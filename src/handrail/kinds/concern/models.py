"""What a concern keeps beyond the spine."""

from django.db import models


class Concern(models.Model):
    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    exact_words = models.TextField("the child's exact words", blank=True)
    done = models.TextField("what you did", blank=True)
    told_in_person = models.BooleanField("told a designated lead in person", default=False)

    def __str__(self) -> str:
        return f"Concern {self.pk}"
