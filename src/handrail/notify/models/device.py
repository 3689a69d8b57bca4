"""A device: one browser on which somebody asked to be told, until they sign out of it."""

from django.db import models

from handrail.core.ids import new_uuid


class Device(models.Model):
    """A push subscription. Its address and keys are forgotten when it ends; the row stays."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(max_length=60)
    endpoint = models.CharField(max_length=1000)
    public_key = models.CharField(max_length=120)
    secret = models.CharField(max_length=60)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"],
                condition=models.Q(ended_at__isnull=True),
                name="one_person_a_device",
            )
        ]
        indexes = [models.Index(fields=["person", "ended_at"], name="device_of_person")]

    def __str__(self) -> str:
        return self.name
