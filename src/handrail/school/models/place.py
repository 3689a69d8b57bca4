"""A place where things happen: a room, a yard, the bus."""

from django.db import models

from handrail.core.ids import new_uuid
from handrail.school.models.school import School


class Place(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(max_length=120)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="one_place_a_name")]

    def __str__(self) -> str:
        return self.name
