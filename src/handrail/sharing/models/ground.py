"""A ground on which the law lets a school withhold something; each school keeps its own list."""

from django.db import models

from handrail.core.ids import new_uuid


class Ground(models.Model):
    """`in_general` is what the letter says of it, in words that point to nothing; may be empty."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.CASCADE, related_name="grounds")
    slug = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    meaning = models.CharField(max_length=400)
    in_general = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "slug"], name="one_ground_a_slug")]

    def __str__(self) -> str:
        return self.label
