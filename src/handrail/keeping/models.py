"""What the school decided about keeping: periods, holds, and what was destroyed, and why."""

from django.db import models
from django.db.models import Q

from handrail.core.ids import new_uuid


class Period(models.Model):
    """How long a school keeps a kind of record. Append-only: the newest row of a kind counts."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    years = models.PositiveSmallIntegerField()
    counts_from = models.CharField(max_length=40)
    basis = models.CharField(max_length=200)
    set_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.years} years from {self.counts_from}"


class Hold(models.Model):
    """While it stands, nothing that it covers is destroyed, whatever the rule says."""

    class Scope(models.TextChoices):
        EVERYTHING = "everything", "Everything at this school"
        PUPIL = "pupil", "Everything about a pupil"
        RECORD = "record", "One record"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    pupil = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    record = models.ForeignKey(
        "records.Record", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=300)
    placed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="a_hold_is_on_what_it_says",
                condition=Q(scope="everything", pupil=None, record=None)
                | Q(scope="pupil", pupil__isnull=False, record=None)
                | Q(scope="record", pupil=None, record__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()}: {self.why}"


class Destruction(models.Model):
    """What one run destroys, from the proposal to the certificate.

    Ordinary and restricted records never share one: each circle has its own numbers, so that a
    gap tells nothing to those who may not know of the other.
    """

    class Circle(models.TextChoices):
        ORDINARY = "ordinary", "Ordinary records"
        RESTRICTED = "restricted", "Restricted records"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        RUNNING = "running", "Being done"
        DONE = "done", "Done"
        WITHDRAWN = "withdrawn", "Withdrawn"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    circle = models.CharField(max_length=10, choices=Circle.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    plan = models.CharField(max_length=64)
    beside = models.JSONField(default=list, blank=True)  # what goes beside records: keeping/beside
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.PositiveIntegerField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    body = models.TextField(blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "circle", "number"], name="one_certificate_a_number"
            ),
            models.UniqueConstraint(
                fields=["school", "circle"],
                condition=Q(state__in=["proposed", "running"]),
                name="one_open_destruction_a_circle",
            ),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The number as it is said: D for ordinary records, R for restricted ones."""
        letter = "R" if self.circle == self.Circle.RESTRICTED else "D"
        return f"{letter}{self.number}" if self.number else "not numbered yet"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.PROPOSED, self.State.RUNNING}


class DestructionLine(models.Model):
    """One record of a destruction, and the rule under which it goes."""

    class Outcome(models.TextChoices):
        PLANNED = "planned", "To be destroyed"
        DESTROYED = "destroyed", "Destroyed"
        SPARED = "spared", "Not destroyed after all"

    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="lines")
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12)
    kind = models.CharField(max_length=40)
    happened_on = models.DateField()
    due_on = models.DateField()
    rule = models.CharField(max_length=300)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.PLANNED)

    class Meta:
        ordering = ["kind", "happened_on", "id"]

    def __str__(self) -> str:
        return f"{self.reference}: {self.outcome}"
