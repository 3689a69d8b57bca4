"""The weekly timetable: which group or duty, when, where and with whom."""

from django.db import models

from handrail.people.models.person import Person
from handrail.school.models.period import Weekday


class Lesson(models.Model):
    """One line of the weekly timetable: a group, a period, a place. Duty has no group."""

    school = models.ForeignKey("school.School", on_delete=models.CASCADE, related_name="lessons")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField()
    name = models.CharField(max_length=120)
    group = models.ForeignKey(
        "school.Group", on_delete=models.CASCADE, null=True, blank=True, related_name="lessons"
    )
    place = models.ForeignKey(
        "school.Place", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["weekday", "starts"]
        indexes = [models.Index(fields=["school", "weekday", "starts"], name="lesson_by_time")]

    def __str__(self) -> str:
        return self.name


class LessonStaff(models.Model):
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="staff")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lessons")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "person"], name="one_place_in_a_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.lesson}"
