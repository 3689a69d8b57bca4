"""A bundle: the one file that was made for a request, kept as it went, and who was given it."""

from django.db import models

from handrail.core.ids import new_uuid
from handrail.sharing.models.request import SubjectRequest


class Bundle(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be made"
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="bundles")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Bundle for {self.request}"

    @property
    def path(self) -> str:
        """Where it lies among the kept files: by number, never by a name."""
        return f"bundles/{self.uuid}"

    @property
    def filename(self) -> str:
        return f"{self.request.reference}.zip"


class HandedOut(models.Model):
    """Append-only: a bundle was downloaded, by whom, and the fingerprint of what they got."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="handed_out")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    encrypted = models.BooleanField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.bundle} to {self.by}"
