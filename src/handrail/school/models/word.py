"""The school's own words: what the chips say. A word is retired, never deleted."""

from django.db import models

from handrail.core.ids import new_uuid
from handrail.school.models.school import School


class Word(models.Model):
    """One word of one list of a school, such as "Hit out" in the list `behaviour.seen`.

    `value` ranks words where order counts (a level 1 to 4); `slug` is the meaning that rules
    and measures hold on to when the label is the school's own.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="words")
    list = models.CharField(max_length=60)
    slug = models.SlugField(max_length=80)
    label = models.CharField(max_length=120)
    guidance = models.CharField(max_length=300, blank=True)
    value = models.SmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["list", "position", "label"]
        constraints = [
            models.UniqueConstraint(fields=["school", "list", "slug"], name="one_word_a_slug")
        ]

    def __str__(self) -> str:
        return self.label
