"""A decision of a reviewer about one piece, or about one word throughout. Never changed."""

from django.db import models

from handrail.core.ids import new_uuid
from handrail.sharing.models.ground import Ground
from handrail.sharing.models.piece import Part, Piece
from handrail.sharing.models.request import SubjectRequest


class Decision(models.Model):
    """Append-only; undoing one is another. How a piece stands follows from those not undone."""

    class Act(models.TextChoices):
        MASK = "mask", "Masked"
        SHOW = "show", "Shown"
        HOLD = "hold", "Held a passage back"
        GIVE = "give", "Gave a passage"
        GOES = "goes", "Looked at: goes out"
        WITHHOLD = "withhold", "Withheld whole"
        UNDO = "undo", "Undone"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="decisions")
    fingerprint = models.CharField(max_length=64)  # of the piece as it was looked at
    act = models.CharField(max_length=8, choices=Act.choices)
    spans = models.JSONField(default=list)  # [passage, start, end]
    ground = models.ForeignKey(
        Ground, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.CharField(max_length=500, blank=True)
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone"
    )
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} by {self.by}"


class WordRule(models.Model):
    """A word to be masked, or shown, wherever it stands in a part. Ended, never deleted.

    One made in the ordinary part holds in both; one made in the restricted part holds there alone.
    """

    class Act(models.TextChoices):
        MASK = "mask", "Mask everywhere"
        SHOW = "show", "Show everywhere"

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="word_rules")
    part = models.CharField(max_length=10, choices=Part.choices)
    act = models.CharField(max_length=4, choices=Act.choices)
    word = models.CharField(max_length=120)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.word}"
