"""A request for what is held about a pupil: who asks, by what right, on what day, for what."""

from django.db import models

from handrail.core.ids import new_uuid, reference_for


class SubjectRequest(models.Model):
    class Right(models.TextChoices):
        SUBJECT_ACCESS = "subject_access", "Subject access (UK GDPR Article 15)"
        EDUCATIONAL_RECORD = "educational_record", "A parent asks for the educational record"

    class Asker(models.TextChoices):
        PUPIL = "pupil", "The pupil"
        CARER = "carer", "A carer with parental responsibility"
        AGENCY = "agency", "An agency or somebody acting for them"

    class Identity(models.TextChoices):
        KNOWN = "known", "Known to the school in person"
        DOCUMENT = "document", "A document with a photo was seen"
        WRITTEN = "written", "Written authority was seen"
        AGENCY = "agency", "The agency was rung back on its published number"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        SENT = "sent", "Sent"
        CLOSED = "closed", "Closed without sending"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="requests")
    pupil = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="requests")
    reference = models.CharField(max_length=12, unique=True, editable=False)
    right = models.CharField(max_length=20, choices=Right.choices, default=Right.SUBJECT_ACCESS)
    asker = models.CharField(max_length=8, choices=Asker.choices)
    carer = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asker_name = models.CharField(max_length=200, blank=True)
    identity = models.CharField(max_length=10, choices=Identity.choices)
    identity_words = models.CharField(max_length=300, blank=True)
    pupils_view = models.CharField(max_length=300, blank=True)
    received_on = models.DateField()
    covers_from = models.DateField(null=True, blank=True)
    covers_to = models.DateField(null=True, blank=True)
    kinds = models.JSONField(default=list, blank=True)  # slugs; empty means every kind
    asked_for = models.CharField(max_length=500, blank=True)
    due_on = models.DateField()
    extended_at = models.DateTimeField(null=True, blank=True)
    extended_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    extended_why = models.CharField(max_length=500, blank=True)
    mask_staff = models.BooleanField(default=False)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = models.CharField(max_length=500, blank=True)
    logged_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()
    gathered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["school", "state", "due_on"], name="request_by_clock")]

    def __str__(self) -> str:
        return f"Request {self.reference}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.reference = self.reference or reference_for(self.uuid)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class RequestWorker(models.Model):
    """An administrator whom the head lets work on the ordinary part of one request."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="workers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["person", "ended_at"], name="request_worker")]

    def __str__(self) -> str:
        return f"{self.person} on {self.request}"
