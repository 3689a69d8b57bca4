"""What a record of personal care keeps beyond the spine."""

from django.db import models


class Care(models.Model):
    class Second(models.TextChoices):
        NAMED = "named", "Yes, named above"
        NEAR = "near", "No, another was near"
        AGREED = "agreed", "No, one is agreed for this child"
        NOBODY = "nobody", "No, nobody could come"

    class Share(models.TextChoices):
        DONE_FOR = "for", "Done for them"
        SOME = "some", "They did some of it"
        MOST = "most", "They did most of it"
        ALONE = "alone", "All of it, an adult was near"

    class Willing(models.TextChoices):
        YES = "yes", "Came willingly or said yes"
        TIME = "time", "Needed time, then yes"
        NO = "no", "Did not want it"

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    second = models.CharField(max_length=6, choices=Second.choices)
    second_why = models.CharField(max_length=200, blank=True)
    share = models.CharField(max_length=5, choices=Share.choices, blank=True)
    willing = models.CharField(max_length=4, choices=Willing.choices, blank=True)
    unplanned = models.BooleanField(default=False)
    noticed = models.CharField(max_length=300, blank=True)
    used = models.CharField(max_length=200, blank=True)
    until = models.TimeField(null=True)

    def __str__(self) -> str:
        return f"Personal care {self.pk}"
