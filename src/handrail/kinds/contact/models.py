"""What a contact keeps beyond the spine."""

from django.db import models


class Contact(models.Model):
    class Way(models.TextChoices):
        CALL = "call", "Call"
        MEETING = "meeting", "Meeting"
        MESSAGE = "message", "Message"
        AT_THE_GATE = "gate", "At the gate"
        LETTER = "letter", "Letter or note"

    class Whose(models.TextChoices):
        HOME = "home", "Home"
        PROFESSIONAL = "professional", "A professional"

    class Copy(models.TextChoices):
        NONE = "none", "No copy"
        HANDED = "handed", "Handed over"
        POSTED = "posted", "By post"
        MAILED = "mailed", "By e-mail"

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    way = models.CharField("how", max_length=8, choices=Way.choices, default=Way.CALL)
    whose = models.CharField(
        "home or a professional", max_length=12, choices=Whose.choices, default=Whose.HOME
    )
    with_whom = models.CharField("with whom", max_length=120)
    reached = models.BooleanField("did you reach them?", default=True)
    agreed = models.TextField("what was agreed next", blank=True)
    copy = models.CharField("copy given", max_length=8, choices=Copy.choices, blank=True)

    def __str__(self) -> str:
        return f"Contact {self.pk}"
