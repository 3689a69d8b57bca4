"""Wishes: how one person wants to be told. Nobody has to have any: the defaults are sensible."""

from datetime import time

from django.db import models

DIGEST = "07:45"


def _one_digest() -> list[str]:
    return [DIGEST]


class Wishes(models.Model):
    """Quiet hours and digests hold for what is not urgent; urgent alerts go at once, always."""

    person = models.OneToOneField(
        "people.Person", on_delete=models.CASCADE, primary_key=True, related_name="wishes"
    )
    quiet_from = models.TimeField(default=time(18))
    quiet_until = models.TimeField(default=time(7, 30))
    quiet_days = models.JSONField(default=list, blank=True)  # weekdays, Monday 0, quiet all day
    quiet_when_closed = models.BooleanField(default=True)
    digests = models.JSONField(default=_one_digest)  # "07:45", in order
    at_once = models.BooleanField(default=True)  # outside the quiet hours, one message each
    by_push = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=True)
    mail_to = models.EmailField(blank=True)  # instead of the address on the roll

    class Meta:
        verbose_name_plural = "wishes"

    def __str__(self) -> str:
        return f"How {self.person} is told"

    @property
    def digest_times(self) -> tuple[time, ...]:
        return tuple(sorted(time.fromisoformat(said) for said in self.digests))
