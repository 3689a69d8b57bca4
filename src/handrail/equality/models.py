"""The table of the equality room."""

from django.db import models

from handrail.core.ids import new_uuid


class NilReturn(models.Model):
    """The head’s word, on a day, that nobody reported any in a period. Added, never changed."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=120)
    starts = models.DateField()
    ends = models.DateField()
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-starts", "-ends"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "starts", "ends"], name="one_nil_return_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"Nil return, {self.label}"
