"""What was sent under a number, by its fingerprint: the same again is a retry."""

from django.db import models


class SentSheet(models.Model):
    number = models.UUIDField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.number)
