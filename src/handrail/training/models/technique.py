"""A technique: one entry of the school's catalogue of positions, holds and restrictions."""

from django.db import models

from handrail.core.ids import new_uuid
from handrail.training.models.course import Course


class Technique(models.Model):
    """What a record of a hold names. Never renamed and never deleted: retired, and another added.

    A prohibited technique stays choosable, because what happened must be written as it happened.
    """

    class Sort(models.TextChoices):
        GUIDE = "guide", "Guide"
        ESCORT = "escort", "Escort"
        STANDING = "standing", "Standing hold"
        SEATED = "seated", "Seated hold"
        KNEELING = "kneeling", "Kneeling hold"
        PRONE = "prone", "On the ground, face down"
        SUPINE = "supine", "On the ground, face up"
        SECLUSION = "seclusion", "Seclusion"
        NON_FORCE = "non_force", "Restraint without force"
        OTHER = "other", "Something else"

    GROUND = (Sort.PRONE, Sort.SUPINE)

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.CASCADE, related_name="techniques")
    slug = models.SlugField(max_length=60, blank=True)  # of a starter, so that it comes once
    name = models.CharField(max_length=120)
    sort = models.CharField(max_length=12, choices=Sort.choices)
    guidance = models.CharField(max_length=300, blank=True)
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, blank=True, related_name="techniques"
    )
    adults_needed = models.PositiveSmallIntegerField(default=1)
    prohibited = models.BooleanField(default=False)
    prohibited_why = models.CharField(max_length=200, blank=True)
    needs_medical_check = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["prohibited", "position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "slug"], condition=~models.Q(slug=""), name="one_technique_a_slug"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def on_the_ground(self) -> bool:
        return self.sort in self.GROUND
