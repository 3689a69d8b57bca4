"""A piece of a bundle: one record, file or page of details as it was gathered; and who is whom."""

from django.db import models

from handrail.core.ids import new_uuid
from handrail.sharing.models.request import SubjectRequest


class Part(models.TextChoices):
    ORDINARY = "ordinary", "Ordinary records"
    RESTRICTED = "restricted", "Restricted records"


class Piece(models.Model):
    """`passages` is the text to look at, `found` the names that the machine saw in it.

    A passage is {"label", "text"} and may carry "held" (why the machine holds it back). A mark of
    `found` is {"p", "s", "e", "who", "sort", "sure"}: passage, start, end, whom it names. Both are
    fixed when gathered, and `fingerprint` says which gathering a decision was about.
    """

    class Sort(models.TextChoices):
        DETAILS = "details", "Pupil details"
        CARERS = "carers", "Carers and professionals"
        BESIDE = "beside", "Learning and plans"
        RECORD = "record", "Record"
        FILE = "file", "Photo or document"
        READS = "reads", "Who opened these records"

    class State(models.TextChoices):
        WAITING = "waiting", "Not decided"
        GOES = "goes", "Goes out"
        WITHHELD = "withheld", "Withheld"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="pieces")
    part = models.CharField(max_length=10, choices=Part.choices)
    sort = models.CharField(max_length=8, choices=Sort.choices)
    record = models.ForeignKey(
        "records.Record", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attachment = models.ForeignKey(
        "records.Attachment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    passages = models.JSONField(default=list)
    found = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)

    class Meta:
        ordering = ["request", "part", "position", "id"]
        indexes = [models.Index(fields=["request", "part", "position"], name="piece_in_order")]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} of {self.request}"


class Alias(models.Model):
    """What one other person is called throughout a bundle: "Pupil A", "Carer B".

    `key` is the person's number, or the name itself where nobody can say whose it is. The letters
    of the ordinary part come first, so that they are the same whether or not another part exists.
    """

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="aliases")
    part = models.CharField(max_length=10, choices=Part.choices)
    key = models.CharField(max_length=120)
    sort = models.CharField(max_length=8)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "part", "key"], name="one_alias_a_part")
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.position}"
