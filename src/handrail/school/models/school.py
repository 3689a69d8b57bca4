"""A school and the trust that it may belong to."""

from django.db import models

from handrail.core.ids import new_uuid


class Trust(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    name = models.CharField(max_length=200)
    source_id = models.CharField(max_length=255, blank=True)

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """One school. `urn` changes when it becomes an academy; `laestab` often does not."""

    class Phase(models.TextChoices):
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all_through", "All-through"
        SPECIAL = "special", "Special"

    class OfflineCopy(models.TextChoices):
        NOTHING = "nothing", "Nothing: the sheet opens only with signal"
        NAMES = "names", "Today and the names of one's own pupils"
        CARDS = "cards", "Today, the names, and what helps each pupil at a glance"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    trust = models.ForeignKey(
        Trust, on_delete=models.PROTECT, null=True, blank=True, related_name="schools"
    )
    name = models.CharField(max_length=200)
    phase = models.CharField(max_length=20, choices=Phase.choices, default=Phase.PRIMARY)
    urn = models.CharField("URN", max_length=6, blank=True)
    laestab = models.CharField("LA and establishment number", max_length=7, blank=True)
    source_id = models.CharField(max_length=255, blank=True, db_index=True)
    offline_copy = models.CharField(
        "What a device shows without signal", max_length=8, choices=OfflineCopy,
        default=OfflineCopy.CARDS,
    )  # fmt: skip
    offline_hours = models.PositiveSmallIntegerField("Hours that it shows it for", default=12)
    many_files = models.PositiveSmallIntegerField(
        default=40, help_text="The leads are told of whoever opens so many pupils' files in an hour"
    )

    keeps_ethnicity = models.BooleanField(
        default=False, help_text="Whether ethnicity codes are kept, for equality figures alone"
    )

    def __str__(self) -> str:
        return self.name
