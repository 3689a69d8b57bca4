"""A pupil: enrolment between dates, needs, flags, and the one-page "at a glance"."""

from datetime import date

from django.db import models
from django.db.models import Q

from handrail.people.models.person import Person


class Pupil(models.Model):
    """What a person is known by as a pupil; the person row holds the names."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="pupil"
    )
    upn = models.CharField("UPN", max_length=13, blank=True, db_index=True)
    language = models.CharField("first language", max_length=80, blank=True)
    needs = models.CharField(
        max_length=200, blank=True, help_text='In a few words, such as "SEN support · SEMH".'
    )
    sen_provision = models.CharField(max_length=1, blank=True)
    ethnicity = models.CharField(  # a code of the Common Basic Data Set; only for equality figures
        max_length=4, blank=True, default=""
    )
    likes = models.CharField("I like", max_length=300, blank=True)
    helps = models.CharField("what helps", max_length=300, blank=True)
    hinders = models.CharField("what doesn't", max_length=300, blank=True)
    look_out_for = models.CharField(max_length=300, blank=True)
    written_on = models.DateField(null=True, blank=True)
    next_look_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.person)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def on_roll(self, day: date) -> "EnrolmentQuerySet":
        return self.filter(Q(starts=None) | Q(starts__lte=day)).filter(
            Q(ends=None) | Q(ends__gte=day)
        )


class Enrolment(models.Model):
    """A pupil at a school between dates. A pupil who left is kept and closed."""

    class Status(models.TextChoices):
        CURRENT = "C", "Current"
        MAIN = "M", "Main (dual registered)"
        SUBSIDIARY = "S", "Subsidiary (dual registered)"
        FURTHER = "F", "FE college"
        OTHER = "O", "Other provider"
        GUEST = "G", "Guest"
        PREVIOUS = "P", "Previous"

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="enrolments")
    school = models.ForeignKey("school.School", on_delete=models.CASCADE, related_name="enrolments")
    status = models.CharField(max_length=1, choices=Status.choices, default=Status.CURRENT)
    year = models.CharField("National curriculum year", max_length=2, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["school", "ends", "year"], name="enrolment_roll")]

    def __str__(self) -> str:
        return f"{self.pupil} at {self.school}"


class PupilFlag(models.Model):
    """Something that whoever is with the pupil must know: an alert or a medical need."""

    class Sort(models.TextChoices):
        ALERT = "alert", "Alert"
        MEDICAL = "medical", "Medical"

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="flags")
    sort = models.CharField(max_length=10, choices=Sort.choices)
    text = models.CharField(max_length=120)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text
