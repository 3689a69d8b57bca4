"""What a one-page profile keeps beyond the spine."""

from django.db import models

from handrail.plans.columns import Version


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
