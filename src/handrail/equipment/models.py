"""A check that comes round, each look at it, and a fault with its steps until it is closed."""

from django.db import models
from django.db.models import Q

from handrail.core.ids import new_uuid


class Check(models.Model):
    """Something to look at every so often. `due_on` is the day of the next look, moved on to a
    school day when the last look was made."""

    class Every(models.IntegerChoices):
        DAY = 1, "Every school day"
        WEEK = 7, "Every week"
        FORTNIGHT = 14, "Every two weeks"
        MONTH = 30, "Every month"
        TERM = 91, "Every term"
        HALF_YEAR = 182, "Every half year"
        YEAR = 365, "Every year"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=120)
    place = models.ForeignKey(
        "school.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    look_at = models.TextField("what to look at", blank=True)
    every = models.PositiveSmallIntegerField("how often, in days", choices=Every.choices)
    who = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="who looks",
        null=True,
        blank=True,
    )
    due_on = models.DateField("next look")
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "what", "id"]
        indexes = [models.Index(fields=["school", "due_on"], name="check_by_due")]

    def __str__(self) -> str:
        return self.what


class Look(models.Model):
    """One look at what a check names: in order, or not; then there is a fault."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    check_of = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="looks")
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    in_order = models.BooleanField()
    was_due_on = models.DateField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.check_of_id}: {'in order' if self.in_order else 'fault'}"


class Fault(models.Model):
    """Something broken, from the report to the word that closes it. About things: never a pupil."""

    class HowBad(models.TextChoices):
        WAIT = "wait", "Can wait"
        SOON = "soon", "Needs mending soon"
        DANGER = "danger", "Dangerous"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    look = models.OneToOneField(
        Look, on_delete=models.PROTECT, null=True, blank=True, related_name="fault"
    )
    what = models.CharField(max_length=120)
    place = models.ForeignKey(
        "school.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField("what is wrong")
    how_bad = models.CharField(max_length=8, choices=HowBad.choices)
    out_of_use = models.BooleanField(default=False)
    reported_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    mender = models.CharField("who mends it", max_length=120, blank=True)
    mend_by = models.DateField(null=True, blank=True)
    mended_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-reported_at", "-id"]
        indexes = [models.Index(fields=["school", "closed_at"], name="fault_by_closing")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(closed_words=""),
                name="a_closed_fault_has_a_word",
            )
        ]

    def __str__(self) -> str:
        return self.what


class FaultStep(models.Model):
    """What somebody did about a fault, or arranged: who mends it and by when."""

    fault = models.ForeignKey(Fault, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.words[:60]


class FaultPhoto(models.Model):
    """A photo of a fault, drawn again small. Apart from the fault, which lists fetch."""

    fault = models.OneToOneField(
        Fault, on_delete=models.CASCADE, primary_key=True, related_name="photo"
    )
    jpeg = models.BinaryField()

    def __str__(self) -> str:
        return f"Photo of {self.fault_id}"
