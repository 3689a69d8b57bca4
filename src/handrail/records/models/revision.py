"""The chain: every state that a record has been in, each hashed onto the one before."""

from django.db import models


class Revision(models.Model):
    """Append-only. `body` and `reason` may one day be forgotten by law; their hashes keep the
    chain whole. The reason's hash is made with the body, so that nobody can guess a short one."""

    class Act(models.TextChoices):
        FILED = "filed", "Filed"
        AMENDED = "amended", "Amended"
        VOIDED = "voided", "Voided"
        ATTACHED = "attached", "Attachment added"
        LINKED = "linked", "Linked"
        SETTLED = "settled", "Action closed"
        REOPENED = "reopened", "Action open again"
        SHARED = "shared", "Reader added"
        COMPLETED = "completed", "Completed"
        ACCOUNT = "account", "Account given"
        DESTROYED = "destroyed", "Destroyed under the retention rule"

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="revisions")
    act = models.CharField(max_length=10, choices=Act.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    reason_hash = models.CharField(max_length=64, blank=True, default="")
    body = models.TextField()
    body_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["school", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["school", "seq"], name="one_revision_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.act}"


class ChainHead(models.Model):
    """Where a school's chain has come to; locked while a revision is appended."""

    school = models.OneToOneField("school.School", on_delete=models.PROTECT, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:8]}"
