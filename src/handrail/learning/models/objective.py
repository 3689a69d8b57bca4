"""A framework and its objectives: what is to be learned, in small steps."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from handrail.core.ids import new_uuid
from handrail.core.names import fold


class Framework(models.Model):
    """A list of objectives of one source, at one school."""

    class Sort(models.TextChoices):
        CURRICULUM = "curriculum", "Curriculum"
        AREAS = "areas", "Areas of need"
        ENGAGEMENT = "engagement", "Engagement model"
        SCHOOL = "school", "The school’s own"
        PUPIL = "pupil", "Pupils’ own targets"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="frameworks")
    name = models.CharField(max_length=120)
    sort = models.CharField(max_length=12, choices=Sort.choices, default=Sort.SCHOOL)
    source = models.CharField(max_length=300, blank=True, help_text="Where it comes from, as said")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="one_framework_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Objective(models.Model):
    """One thing to be learned. `code` is its number within the framework; `parent` holds the
    objective that it is a small step of; `pupil` whose own target it is, in their words.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="objectives")
    code = models.CharField(max_length=200)
    text = models.CharField(max_length=1000)
    subject = models.CharField(max_length=80, blank=True)
    stage = models.CharField("key stage", max_length=20, blank=True)
    year = models.CharField("year or years", max_length=20, blank=True)
    strand = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )
    position = models.PositiveIntegerField(default=0)
    pupil = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="own_targets"
    )
    retired_on = models.DateField(null=True, blank=True)
    folded = models.TextField(editable=False, default="")

    class Meta:
        ordering = ["framework", "position", "id"]
        indexes = [
            models.Index(fields=["framework", "subject", "stage"], name="objective_by_subject")
        ]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_objective_a_code")
        ]

    def __str__(self) -> str:
        return self.text

    def fold_words(self) -> None:
        """Fill the column that search reads."""
        parts = (
            self.text,
            self.subject,
            self.strand,
            self.stage,
            self.year and f"year {self.year}",
        )
        self.folded = fold(" ".join(part for part in parts if part))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fold_words()
        super().save(*args, **kwargs)

    @property
    def beside(self) -> str:
        """What stands small beside the text: "Mathematics · Year 3 · Number"."""
        years = f"Year {self.year}" if self.year else self.stage
        return " · ".join(part for part in (self.subject, years, self.strand) if part)


class Prerequisite(models.Model):
    """`objective` is easier once `needs` is secure: what comes next follows from these."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="needs")
    needs = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="leads_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["objective", "needs"], name="one_prerequisite"),
            models.CheckConstraint(condition=~Q(objective=F("needs")), name="not_its_own_need"),
        ]

    def __str__(self) -> str:
        return f"{self.objective_id} needs {self.needs_id}"
