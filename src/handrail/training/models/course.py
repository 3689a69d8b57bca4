"""A course that staff are trained by, and for how long its certificate is good."""

from django.db import models

from handrail.core.ids import new_uuid


class Course(models.Model):
    """One course as one school counts it. What it says of months is for certificates to come:
    each certificate froze its own last day when it was entered.

    A certificate of a higher `level` counts for the lower ones of the same provider and sort.
    """

    class Teaches(models.TextChoices):
        HOLDING = "holding", "Holding and de-escalation"
        FIRST_AID = "first_aid", "First aid"
        SAFEGUARDING = "safeguarding", "Safeguarding"
        MEDICINES = "medicines", "Medicines and medical needs"
        MOVING = "moving", "Moving and handling"
        OTHER = "other", "Something else"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.CASCADE, related_name="courses")
    slug = models.SlugField(max_length=60, blank=True)  # of a starter, so that it comes once
    name = models.CharField(max_length=120)
    provider = models.CharField(max_length=120, blank=True)
    teaches = models.CharField(max_length=16, choices=Teaches.choices, default=Teaches.OTHER)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)  # where the months come from
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "slug"], condition=~models.Q(slug=""), name="one_course_a_slug"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def counts_for(self, wanted: "Course") -> bool:
        """Whether a certificate of this course is as good as one of the wanted course."""
        if self.pk == wanted.pk:
            return True
        if self.level is None or wanted.level is None or not self.provider:
            return False
        same = (self.school_id, self.provider, self.teaches) == (
            wanted.school_id, wanted.provider, wanted.teaches,
        )  # fmt: skip
        return same and self.level >= wanted.level
