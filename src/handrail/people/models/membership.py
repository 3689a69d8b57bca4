"""Who is in which group between dates, and whom a pupil turns to."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from handrail.people.models.person import Person

_Row = TypeVar("_Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[_Row]):
    def on(self, day: date) -> Self:
        return self.filter(Q(starts=None) | Q(starts__lte=day)).filter(
            Q(ends=None) | Q(ends__gte=day)
        )


class Membership(models.Model):
    class Role(models.TextChoices):
        PUPIL = "pupil", "Pupil"
        TEACHER = "teacher", "Teacher"
        SUPPORT = "support", "Support"

    group = models.ForeignKey("school.Group", on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.PUPIL)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["group", "role"], name="membership_of_group"),
            models.Index(fields=["person", "role"], name="membership_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.group}"


class KeyAdult(models.Model):
    """A staff member whom a pupil turns to, whatever groups they share."""

    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="key_adults")
    adult = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="key_pupils")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.adult} for {self.pupil}"
