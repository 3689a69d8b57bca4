"""Carers and professionals: who they are to a pupil, and what they may and may not be told."""

from django.db import models

from handrail.people.models.person import Person
from handrail.people.models.pupil import Pupil


class CarerLink(models.Model):
    """One carer's relation to one pupil. Parental responsibility is "not known" until checked."""

    class Responsibility(models.TextChoices):
        YES = "yes", "Has parental responsibility"
        NO = "no", "No parental responsibility"
        NOT_KNOWN = "not_known", "Parental responsibility not known"

    class Restriction(models.TextChoices):
        NONE = "", "No restriction"
        COLLECT_ONLY = "collect_only", "May collect, is not told"
        NO_INFORMATION = "no_information", "Must not be told"
        NO_CONTACT = "no_contact", "No contact"

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="carers")
    carer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cares_for")
    relationship = models.CharField(max_length=40, blank=True)
    responsibility = models.CharField(
        max_length=10, choices=Responsibility.choices, default=Responsibility.NOT_KNOWN
    )
    priority = models.PositiveSmallIntegerField(null=True, blank=True)
    lives_with = models.BooleanField(null=True)
    restriction = models.CharField(max_length=16, choices=Restriction.choices, blank=True)
    restriction_note = models.CharField(max_length=300, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["priority", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pupil", "carer"], name="one_link_a_carer_and_pupil")
        ]

    def __str__(self) -> str:
        return f"{self.carer} for {self.pupil}"


class Agency(models.Model):
    school = models.ForeignKey("school.School", on_delete=models.CASCADE, related_name="agencies")
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Professional(models.Model):
    """Somebody from an agency who works with a pupil: social worker, therapist, nurse."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="professionals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="works_as")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True)
    job = models.CharField(max_length=120)
    ends = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person}, {self.job}"
