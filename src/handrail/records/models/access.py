"""Who opened what, when; and who looked beyond their own pupils, and why."""

from django.db import models


class AccessEntry(models.Model):
    """Append-only: one opening of one record by one person."""

    class How(models.TextChoices):
        OPENED = "opened", "Opened"
        ATTACHMENT = "attachment", "Opened an attachment"
        EXPORTED = "exported", "Exported"
        PRINTED = "printed", "Printed"
        API = "api", "Read through the API"
        KEPT = "kept", "Kept on a device, to read without signal"

    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="access")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    how = models.CharField(max_length=12, choices=How.choices)
    override = models.ForeignKey(
        "records.Override", on_delete=models.PROTECT, null=True, blank=True, related_name="reads"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["at"], name="access_by_time")]

    def __str__(self) -> str:
        return f"{self.person} {self.how}"


class PupilOpening(models.Model):
    """One person had one pupil's page open on one day; `at` is when they opened it last."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "pupil", "school", "day"], name="one_opening_a_day"
            )
        ]
        indexes = [models.Index(fields=["at"], name="opening_by_time")]

    def __str__(self) -> str:
        return f"{self.person} {self.day}"


class WideReading(models.Model):
    """Somebody opened very many pupils' files in a short time; the leads were told, once a day."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    pupils = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "school", "day"], name="one_wide_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.pupils}"


class Override(models.Model):
    """For a time, with a reason, somebody reads a pupil as if they worked with them.

    It never opens a restricted record. The designated leads are told at once.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "until"], name="override_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.why}"
