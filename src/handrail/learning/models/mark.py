"""A mark: what one pupil could do of one objective at one moment, and with how much help."""

from django.db import models

from handrail.core.ids import new_uuid
from handrail.learning.models.objective import Objective
from handrail.learning.models.plan import LessonPlan


class Mark(models.Model):
    """Kept as it was made: a later mark stands beside it, a slip is withdrawn with a reason.

    `uuid` is made on the device, so that a retry makes exactly one.
    """

    class Level(models.IntegerChoices):
        NOT_YET = 0, "Not yet"
        WITH_HELP = 1, "With help"
        ON_THEIR_OWN = 2, "On their own"
        ELSEWHERE = 3, "Secure elsewhere"

    class Help(models.TextChoices):
        NONE = "", "Not said"
        WORDS = "words", "Said again or prompted"
        SHOWN = "shown", "Shown or modelled"
        THINGS = "things", "Objects, pictures, a frame"
        PARTNER = "partner", "With a partner"
        BROKEN_DOWN = "steps", "Broken into steps"
        HANDS = "hands", "Hand over hand"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="marks")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="marks")
    plan = models.ForeignKey(
        LessonPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="marks"
    )
    level = models.PositiveSmallIntegerField(choices=Level)
    help = models.CharField("kind of help", max_length=8, choices=Help.choices, blank=True)
    words = models.CharField("a sentence", max_length=300, blank=True)
    record = models.ForeignKey(  # where a photo is kept, under the spine's own rules
        "records.Record", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    marked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    captured_at = models.DateTimeField()
    filed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [
            models.Index(
                fields=["pupil", "objective", "-happened_at", "-id"], name="mark_of_pupil"
            ),
            models.Index(fields=["pupil", "-happened_at", "-id"], name="mark_by_time"),
            models.Index(fields=["plan", "pupil"], name="mark_of_plan"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_because=""),
                name="a_withdrawn_mark_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}"
