"""Turns of duty, what differs of one on a date, swaps that are asked for, and notes of a zone."""

from datetime import date

from django.db import models
from django.db.models import Q

from handrail.core.ids import new_uuid
from handrail.school.models.period import Weekday


class Turn(models.Model):
    """One adult's turn in one zone: every week on `weekday`, or once, `on` a date.

    Two adults in a zone are two turns. `person` is empty where nobody was found yet. A weekly turn
    stands from `since` to `until`, both counted.
    """

    class Sort(models.TextChoices):
        BEFORE_SCHOOL = "before_school", "Before school"
        BREAK = "break", "Break"
        LUNCH = "lunch", "Lunch"
        AFTER_SCHOOL = "after_school", "After school"
        BUS = "bus", "Bus"
        OTHER = "other", "Other"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=16, choices=Sort)
    weekday = models.PositiveSmallIntegerField(choices=Weekday, null=True, blank=True)
    on = models.DateField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    starts = models.TimeField()
    ends = models.TimeField()
    place = models.ForeignKey("school.Place", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="turns"
    )
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["starts", "ends", "id"]
        indexes = [models.Index(fields=["school", "weekday"], name="turn_by_weekday")]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday=None, on__isnull=False) | Q(weekday__isnull=False, on=None),
                name="a_turn_is_weekly_or_once",
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")), name="a_turn_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()}, {self.place}"

    @property
    def said(self) -> str:
        """As it stands after "your turn": "at break"."""
        return SAID[Turn.Sort(self.sort)]

    def page_on(self, day: date) -> str:
        """Where it is looked at, on a date."""
        return f"/rota/{self.uuid}/?on={day}"


SAID = {
    Turn.Sort.BEFORE_SCHOOL: "before school",
    Turn.Sort.BREAK: "at break",
    Turn.Sort.LUNCH: "at lunch",
    Turn.Sort.AFTER_SCHOOL: "after school",
    Turn.Sort.BUS: "at the bus",
    Turn.Sort.OTHER: "on duty",
}


class TurnChange(models.Model):
    """What differs of a turn on one date: it is `off`, or `person` stands in, or nobody can."""

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="changes")
    date = models.DateField()
    off = models.BooleanField(default=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=200, blank=True)
    said_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            models.UniqueConstraint(fields=["turn", "date"], name="one_change_a_turn_and_date"),
            models.CheckConstraint(
                condition=Q(off=False) | Q(person=None), name="nobody_stands_where_a_turn_is_off"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.turn_id}, {self.date}"


class Swap(models.Model):
    """A turn on one date that a colleague was asked to take. An accepted one makes a change."""

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        WITHDRAWN = "withdrawn", "taken back"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="swaps")
    date = models.DateField()
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["turn", "date"], condition=Q(state="asked"), name="one_open_swap_a_turn"
            )
        ]

    def __str__(self) -> str:
        return f"{self.turn_id}, {self.date}: {self.state}"


class ZoneNote(models.Model):
    """How a zone was: calm, or something to note; about how many children; what was not safe.

    No pupil is in it: what a child did is a record of its own. `uuid` comes with the form or the
    device, so that a retry makes exactly one.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("school.Place", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    calm = models.BooleanField()
    children = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=200, blank=True)
    hazard = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["school", "at"], name="zone_note_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""),
                name="a_withdrawn_zone_note_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place_id}, {self.at:%Y-%m-%d %H:%M}"
