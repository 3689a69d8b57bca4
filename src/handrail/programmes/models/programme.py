"""A programme: to what end, by what method, how often, at what cost, and how it is measured."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from handrail.core.ids import new_uuid

if TYPE_CHECKING:
    from handrail.programmes.models.pause import Pause


class Programme(models.Model):
    """Support of one sort at one school. Its measure is chosen when the programme is made, before
    anybody starts, and is taken before, during and after: it never changes once it was taken.
    """

    class Sort(models.TextChoices):
        READING = "reading", "Reading and writing"
        NUMBERS = "numbers", "Number"
        SPEECH = "speech", "Speech and language"
        SOCIAL = "social", "Social skills"
        REGULATION = "regulation", "Regulation"
        PHYSICAL = "physical", "Physiotherapy and movement"
        MENTORING = "mentoring", "Mentoring"
        OTHER = "other", "Something else"

    class Direction(models.TextChoices):
        INCREASE = "increase", "More is better"
        DECREASE = "decrease", "Fewer or less is better"

    class Scale(models.TextChoices):
        COUNT = "count", "A count"
        PERCENTAGE = "percentage", "Per cent, 0 to 100"
        TIME = "time", "A time, in minutes"
        OTHER = "other", "A score or a rating"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="programmes")
    name = models.CharField(max_length=120)
    called_before = models.TextField(blank=True)  # earlier names, one a line: targets name them
    sort = models.CharField(max_length=12, choices=Sort.choices)
    purpose = models.TextField()
    method = models.TextField(blank=True)
    course = models.ForeignKey(  # what whoever delivers it must have been trained in
        "training.Course", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    led_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(  # whose pupils join together
        "school.Group", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    held_in = models.ForeignKey(
        "school.Place", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    objectives = models.ManyToManyField("learning.Objective", related_name="+", blank=True)
    times_a_week = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(25)]
    )
    minutes = models.PositiveSmallIntegerField(
        "minutes a session", validators=[MinValueValidator(1), MaxValueValidator(360)]
    )
    weeks = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(78)]
    )
    steps = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(50)])
    cost_once = models.DecimalField("cost to set up, £", max_digits=9, decimal_places=2, default=0)
    cost_a_session = models.DecimalField(
        "cost of a session, £", max_digits=8, decimal_places=2, default=0
    )
    measure = models.CharField("what is measured", max_length=120)
    unit = models.CharField(max_length=60, help_text="such as “calls out a lesson”")
    direction = models.CharField(max_length=8, choices=Direction.choices)
    scale = models.CharField(max_length=10, choices=Scale.choices)
    how = models.CharField("how it is measured", max_length=120)
    watched_minutes = models.PositiveSmallIntegerField(
        "minutes watched", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["school", "name"], name="programme_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def names_before(self) -> list[str]:
        return self.called_before.split("\n") if self.called_before else []


class ProgrammePupil(models.Model):
    """A pupil's place on a programme: watched from the first measurement, supported from `starts`.

    A start that was drawn keeps the days it was drawn from, the seed, among how many pupils and in
    which turn, and the moment, so that the draw can be done again and shown to have been made
    before, whoever of the others is forgotten since.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="places")
    pupil = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="places")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField("last day with support", null=True, blank=True)
    goal = models.FloatField(null=True, blank=True)
    after_bad_spell = models.BooleanField(default=False)
    drawn_from = models.DateField(null=True, blank=True)
    drawn_until = models.DateField(null=True, blank=True)
    drawn_seed = models.CharField(max_length=32, blank=True)
    drawn_among = models.PositiveSmallIntegerField(null=True, blank=True)
    drawn_turn = models.PositiveSmallIntegerField(null=True, blank=True)  # 0 is the first
    drawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pupil__given", "pupil__family", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "pupil"], name="one_place_a_programme"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="a_place_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.pupil_id}"

    @property
    def paused(self) -> "list[Pause]":
        """When support was stopped for a while, in order."""
        return list(self.pauses.all()) if self.starts else []

    def condition_on(self, day: date) -> str:
        """A before support and while it is stopped, B with it, F after its last day: as the
        evidence engine names them. Whoever asks for many places fetches their `pauses` before."""
        if self.starts is None or day < self.starts:
            return "A"
        if any(one.starts <= day and (one.ends is None or day <= one.ends) for one in self.paused):
            return "A"
        return "F" if self.ends and day > self.ends else "B"
