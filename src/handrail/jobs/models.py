"""A job: what somebody is asked to do by a day, and the answer. No pupil belongs in it."""

from django.db import models
from django.db.models import Q

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.ui.templatetags.ui import day


class Job(models.Model):
    """Asked of one person, or of whoever supports a group; the first of them to answer closes it.

    `closed_at` is set once it is answered or taken back; `answer_seen_at` once its asker saw that:
    until then it is alive, and Today may show it.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        NOT_DONE = "not_done", "Not done"
        TAKEN_BACK = "taken_back", "Taken back"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(
        "school.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what = models.CharField(max_length=200)
    more = models.TextField(blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    closed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    answer_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["school", "due_on", "id"], name="job_by_day"),
            models.Index(  # what Today looks through, however many were ever asked
                fields=["school", "due_on", "id"],
                name="job_alive",
                condition=Q(answer_seen_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(group__isnull=True),
                name="a_job_is_for_a_person_or_a_group",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="a_job_is_open_until_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < clock.today()

    @property
    def due_said(self) -> str:
        """The day inside a sentence: "today", "Friday 27 November"."""
        said = day(self.due_on)
        return said.lower() if " " not in said else said

    @property
    def whom(self) -> str:
        """Of whom it is asked, in words."""
        if self.person:
            return self.person.formal
        return f"whoever supports {self.group.name}" if self.group else ""
