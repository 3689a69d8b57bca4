"""An action: something somebody must do after a record, with a clock that only evidence stops."""

from django.db import models

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.people.models import Person, Post


class Action(models.Model):
    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        NOT_NEEDED = "not_needed", "Not needed"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="actions")
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=60)
    what = models.CharField(max_length=200)
    owner_role = models.CharField(max_length=24, blank=True)
    owner_person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pupil = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    carer = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due = models.DateTimeField()
    urgent = models.BooleanField(default=False)
    evidence = models.CharField(max_length=60)
    basis = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence_record = models.ForeignKey(
        "records.Record",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence_of",
    )
    because = models.CharField(max_length=500, blank=True)
    ground = models.CharField(max_length=24, blank=True, default="")
    private = models.BooleanField(default=False)  # it says of a pupil what only leads may know
    steps_told = models.PositiveSmallIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["school", "state", "owner_role", "due"], name="action_of_post"),
            models.Index(fields=["owner_person", "state", "due"], name="action_of_person"),
            models.Index(fields=["pupil", "state", "due"], name="action_of_pupil"),
            models.Index(
                fields=["next_step_at"],
                name="action_to_escalate",
                condition=models.Q(next_step_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What must be done, with the names as they are today."""
        pupil = self._called(self.pupil) if self.pupil else "the pupil"
        carer = self.carer.formal if self.carer else f"{pupil}’s carer"
        return self.what.replace("{pupil}", pupil).replace("{carer}", carer)

    @property
    def owner(self) -> str:
        """Who must do it: a colleague, or whoever holds a post; nobody once its record is gone."""
        if self.owner_person:
            return self.owner_person.formal
        return str(Post.Role(self.owner_role).label) if self.owner_role else ""

    @staticmethod
    def _called(person: Person) -> str:
        """A pupil by the short name, a member of staff who was hurt by title and family name."""
        return person.formal if person.title else person.short

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due < clock.now()
