"""The table of the library of strategies."""

from typing import Any

from django.db import models

from handrail.core.ids import new_uuid
from handrail.people.need_codes import AREAS, need_codes, said_of_code

STAGES = {
    "EY": "Early years", "KS1": "Key stage 1", "KS2": "Key stage 2", "KS3": "Key stage 3",
    "KS4": "Key stage 4", "P16": "After 16",
}  # fmt: skip


class Strategy(models.Model):
    """A way of helping that the school uses. Plans keep its words as they were when it was picked.

    Its name is never changed and it is never deleted, because plans name it: it is retired, and
    another is added. Empty lists of needs and stages mean everybody.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.CASCADE, related_name="strategies")
    name = models.CharField(max_length=120)
    what = models.CharField(max_length=300)
    helps_when = models.CharField(max_length=300, blank=True)
    how = models.TextField()
    leave_alone = models.CharField(max_length=300, blank=True)
    areas: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    needs: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)  # codes
    stages: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # nobody: it came with the starter set
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="one_strategy_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_a_plan(self) -> str:
        """Its words as a plan keeps them: how it is done, and what to leave alone."""
        return f"{self.how}\nLeave alone: {self.leave_alone}" if self.leave_alone else self.how

    @property
    def whom_for(self) -> str:
        """Areas, needs and stages in words; "Everybody" where it names none."""
        said = [AREAS[one] for one in self.areas if one in AREAS]
        said += [said_of_code(one) for one in self.needs]
        said += [STAGES[one] for one in self.stages if one in STAGES]
        return ", ".join(dict.fromkeys(said)) or "Everybody"

    def fits(self, codes: "set[str]") -> bool:
        """Whether it is meant for any of these needs, by code or by the area of the code."""
        areas = {need_codes()[code].area for code in codes if code in need_codes()}
        return not codes.isdisjoint(self.needs) or not areas.isdisjoint(self.areas)
