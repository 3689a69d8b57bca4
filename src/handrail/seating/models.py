"""A seating plan of a group, its drawings by day, and the seats of each."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from handrail.core.ids import new_uuid

MOST_ROWS, MOST_COLUMNS = 10, 12


def _side(name: str, most: int) -> models.PositiveSmallIntegerField:
    limits = [MinValueValidator(1), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(name, validators=limits)


class SeatingPlan(models.Model):
    """One arrangement of a room for a group, by its name: usual places, on the carpet, in a test.

    The oldest of a group that is in use is the one that a cover's page shows.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey("school.Group", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="one_plan_a_name")]

    def __str__(self) -> str:
        return self.name


class Drawing(models.Model):
    """How the room stands from a day on. Never changed: another day, another drawing; of several
    from one day the last counts."""

    plan = models.ForeignKey(SeatingPlan, on_delete=models.PROTECT, related_name="drawings")
    starts = models.DateField()
    rows = _side("rows of seats, the first at the front", MOST_ROWS)
    columns = _side("seats in a row", MOST_COLUMNS)
    drawn_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["starts", "id"]
        indexes = [models.Index(fields=["plan", "starts"], name="drawing_by_day")]

    def __str__(self) -> str:
        return f"{self.plan_id} from {self.starts}"


class Seat(models.Model):
    """A seat of a drawing, counted from the front and, facing it, from the left; with whose it is,
    or nobody's."""

    drawing = models.ForeignKey(Drawing, on_delete=models.CASCADE, related_name="seats")
    row = models.PositiveSmallIntegerField()
    column = models.PositiveSmallIntegerField()
    pupil = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["row", "column"]
        constraints = [
            models.UniqueConstraint(fields=["drawing", "row", "column"], name="one_seat_a_spot"),
            models.UniqueConstraint(fields=["drawing", "pupil"], name="one_seat_a_pupil"),
        ]

    def __str__(self) -> str:
        return f"{self.row}-{self.column}"
