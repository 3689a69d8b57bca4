"""The shape of the school's day: opening times and timetable periods."""

from django.db import models

from handrail.school.models.school import School


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class OpeningTime(models.Model):
    """When the school is open on a weekday; clocks count only these hours."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="opening_times")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(fields=["school", "weekday"], name="one_opening_a_weekday")
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M} to {self.closes:%H:%M}"


class Period(models.Model):
    """A named stretch of the day, the same on every weekday unless `weekday` is given."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="periods")
    name = models.CharField(max_length=60)
    weekday = models.PositiveSmallIntegerField(choices=Weekday, null=True, blank=True)
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["starts"]

    def __str__(self) -> str:
        return self.name
