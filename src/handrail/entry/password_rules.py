"""What a password must not be, each with the sentence that says what to do."""

import re

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from handrail.core.names import fold

SHORTEST_PART = 3  # letters of a name below which any password would hold them by chance
LEAST_BESIDE = 8  # characters that must stand beside a name


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Use at least {self.min_length} characters. Three odd words are good."


class NotCommon(password_validation.CommonPasswordValidator):
    """The 20,000 most common passwords, from the list that ships with Django."""

    def get_error_message(self) -> str:
        return "Guessers try this one first: it is on the lists. Use three words that never meet."


class NotTheirName:
    """A password is more than a name of the person, or their sign-in name, with a few digits."""

    def validate(self, password: str, user: object | None = None) -> None:
        person = getattr(user, "person", None)
        names = [getattr(user, "username", ""), getattr(person, "given", "")]
        names += [getattr(person, "family", ""), getattr(person, "email", "").partition("@")[0]]
        rest = fold(password)
        parts = {part for name in names for part in re.split(r"[\W_]+", fold(name))}
        for part in sorted(parts, key=len, reverse=True):
            rest = rest.replace(part, "") if len(part) >= SHORTEST_PART else rest
        if rest != fold(password) and len(rest) < LEAST_BESIDE:
            raise ValidationError("Your name is the first thing that guessers try. Leave it out.")

    def get_help_text(self) -> str:
        return "Leave your name out."
