"""What a one-page profile keeps beyond the spine."""

from django.db import models

from handrail.plans.columns import Version
from handrail.records.models import Row


class Profile(Version):
    """One version, in the child's words as far as they could give them."""

    class Made(models.TextChoices):
        WROTE = "wrote", "The child wrote or typed it"
        SAID = "said", "The child said it, an adult wrote"
        CHOSE = "chose", "The child chose from pictures, objects or signs"
        KNOWN = "known", "Those who know the child best wrote it, and watched what the child liked"

    made = models.CharField(max_length=5, choices=Made.choices)
    admired = models.TextField()
    matters = models.TextField()
    support = models.TextField()
    hopes = models.TextField(blank=True)
    tell_me = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Profile {self.pk}"


class Technology(Row):
    """A piece of technology that helps: where it is, who gets it ready, how far alone."""

    class Independence(models.TextChoices):
        ALONE = "alone", "On my own"
        REMINDED = "reminded", "With a reminder"
        HELPED = "helped", "With some help"
        ADULT = "adult", "With an adult all the time"

    what = models.CharField(max_length=200)
    found_at = models.CharField(max_length=200)
    set_up_by = models.CharField(max_length=200)
    independence = models.CharField(max_length=8, choices=Independence.choices)

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"Technology {self.position}"
