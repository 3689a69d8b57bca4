"""A session of a programme: who gave it, who was there, and how much of the method was followed."""

from django.db import models
from django.db.models import F, Q

from handrail.core.ids import new_uuid
from handrail.programmes.models.programme import Programme, ProgrammePupil


class Session(models.Model):
    """`uuid` comes with the form or the device, so that a retry makes exactly one. Kept as it was
    closed: a slip is withdrawn with a reason, and another session may replace it."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sessions")
    date = models.DateField()
    given_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    steps_followed = models.PositiveSmallIntegerField(null=True, blank=True)
    steps = models.PositiveSmallIntegerField(default=0)  # how many the method had that day
    note = models.CharField(max_length=500, blank=True)
    filed_at = models.DateTimeField()
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-date", "-id"]
        indexes = [models.Index(fields=["programme", "-date"], name="session_by_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(steps_followed=None) | Q(steps_followed__lte=F("steps")),
                name="no_more_steps_than_there_are",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""),
                name="a_withdrawn_session_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} on {self.date}"


class Attendance(models.Model):
    """One line of a session's register."""

    class Away(models.TextChoices):
        PRESENT = "", "Here"
        ABSENT = "absent", "Not in school"
        ELSEWHERE = "elsewhere", "Somewhere else in school"
        REFUSED = "refused", "Did not want to"
        CANCELLED = "cancelled", "Session did not happen"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="register")
    place = models.ForeignKey(ProgrammePupil, on_delete=models.PROTECT, related_name="attended")
    away = models.CharField(max_length=10, choices=Away.choices, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "place"], name="one_line_a_session")
        ]

    def __str__(self) -> str:
        return self.get_away_display()


class SessionMark(models.Model):
    """A mark at an objective of the programme that was made in a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="marks")
    mark = models.OneToOneField("learning.Mark", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.mark_id}"
