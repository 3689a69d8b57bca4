"""A token: a program that acts for somebody, within scopes and until a day. Never kept in clear."""

from django.db import models

from handrail.core.ids import new_uuid
from handrail.people.models.person import Person


class Token(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.label
