"""An involvement: who was in a record, in what role, and their own account of it."""

from django.db import models


class Involvement(models.Model):
    """`happened_at` and `kind` repeat the record's, so that one index walks a person's timeline in
    order and another what they have of one kind, however long the school's past is."""

    record = models.ForeignKey(
        "records.Record", on_delete=models.PROTECT, related_name="involvements"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="involvements"
    )
    role = models.CharField(max_length=40)
    as_pupil = models.BooleanField()
    outcome = models.CharField(max_length=200, blank=True)
    account = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    kind = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["person", "-happened_at", "-record"], name="involvement_timeline"),
            models.Index(
                fields=["person", "kind", "-happened_at", "-record"], name="involvement_by_kind"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["record", "person"], name="one_role_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"
