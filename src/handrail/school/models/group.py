"""A class or other group of pupils, with its dates."""

from django.db import models

from handrail.core.ids import new_uuid
from handrail.school.models.school import School


class Group(models.Model):
    class Sort(models.TextChoices):
        CLASS = "class", "Class"
        TEACHING = "teaching", "Teaching group"
        SUPPORT = "support", "Support group"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=120)
    sort = models.CharField(max_length=20, choices=Sort.choices, default=Sort.CLASS)
    subject = models.CharField(max_length=120, blank=True)
    year = models.CharField("National curriculum year", max_length=2, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    source_id = models.CharField(max_length=255, blank=True, db_index=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
