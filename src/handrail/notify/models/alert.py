"""An alert: one person told one thing once. Its words never name a child or an event."""

from django.db import models

from handrail.core.ids import new_uuid


class Alert(models.Model):
    class Sort(models.TextChoices):
        ACTION = "action", "Something waits for you"
        CLIMBED = "climbed", "Nobody has done it yet"
        READ = "read", "What you wrote was read"
        OVERRIDE = "override", "Somebody looked beyond their own pupils"
        POST = "post", "Somebody may read safeguarding records from now on"
        LESSON = "lesson", "News of a lesson plan"
        JOB = "job", "News of a job"
        FAULT = "fault", "News of a fault of equipment"
        TURN = "turn", "News of the rota"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="alerts")
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=10, choices=Sort.choices)
    text = models.CharField(max_length=200)
    urgent = models.BooleanField(default=False)
    record = models.ForeignKey(
        "records.Record", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.ForeignKey(
        "records.Action", on_delete=models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    override = models.ForeignKey(
        "records.Override", on_delete=models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    leads_to = models.CharField(max_length=120, blank=True)  # a page of ours, by number only
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="alert_of_person"),
            models.Index(
                fields=["person"], name="alert_unseen", condition=models.Q(seen_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def outside(self) -> str:
        """What may be said outside the app: no name, not even a colleague's."""
        names_somebody = self.sort in {
            self.Sort.READ, self.Sort.OVERRIDE, self.Sort.POST, self.Sort.LESSON, self.Sort.JOB,
            self.Sort.FAULT, self.Sort.TURN,
        }  # fmt: skip
        return self.Sort(self.sort).label if names_somebody else self.text
