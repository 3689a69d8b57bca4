"""What a record of bullying or prejudice keeps beyond the spine."""

from django.db import models

from handrail.records.models import Row


class Prejudice(models.Model):
    class Sort(models.TextChoices):
        BULLYING = "bullying", "Bullying"
        PREJUDICE = "prejudice", "Prejudice"
        BOTH = "both", "Both"

    class SeenBy(models.TextChoices):
        TARGET = "target", "The target"
        WITNESS = "witness", "Somebody who was there"
        STAFF = "staff", "A member of staff"
        CARER = "carer", "A carer"
        ANYONE = "anyone", "Somebody else"

    class Setting(models.TextChoices):
        SITE = "site", "In school"
        ONLINE = "online", "Online"
        WAY = "way", "On the way to or from school"
        TRIP = "trip", "On a trip or visit"
        ELSEWHERE = "elsewhere", "Somewhere else"

    class History(models.TextChoices):
        FIRST = "first", "First time that we know of"
        REPEATED = "repeated", "It has happened before"
        UNKNOWN = "unknown", "Not known"

    class Police(models.TextChoices):
        NO = "no", "No"
        CONSIDERED = "considered", "Considered"
        TOLD = "told", "Police told"

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    sort = models.CharField(max_length=10, choices=Sort.choices)
    words_used = models.TextField(blank=True)
    seen_by = models.CharField(max_length=8, choices=SeenBy.choices, blank=True)
    setting = models.CharField(max_length=10, choices=Setting.choices, blank=True)
    history = models.CharField(max_length=10, choices=History.choices, blank=True)
    earlier = models.CharField(max_length=200, blank=True)
    effect = models.TextField(blank=True)
    police = models.CharField(max_length=10, choices=Police.choices, blank=True)

    def __str__(self) -> str:
        return f"Bullying or prejudice {self.pk}"


class Other(Row):
    """Somebody in it who is not on the roll nor on the staff list: described, not named."""

    class Part(models.TextChoices):
        RESPONSIBLE = "responsible", "Responsible"
        TARGET = "target", "Target"
        WITNESS = "witness", "Witness"

    class Who(models.TextChoices):
        PARENT = "parent", "A parent or carer"
        VISITOR = "visitor", "A visitor"
        ONLINE = "online", "Somebody online"
        OTHER_PUPIL = "other_pupil", "A pupil of another school"
        UNKNOWN = "unknown", "Not known"

    part = models.CharField(max_length=12, choices=Part.choices)
    who = models.CharField(max_length=12, choices=Who.choices)
    described = models.CharField(max_length=200, blank=True)

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.get_who_display()}: {self.get_part_display().lower()}"
