"""A record: something that happened, filed once. Its kind's facts stand in a table of their own."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from handrail.core.ids import new_uuid
from handrail.records.sensitivity import Sensitivity

if TYPE_CHECKING:
    from handrail.records.reader import Reader
    from handrail.school.models import School


class UnguardedRead(RuntimeError):
    """Somebody read records without saying who is reading."""


class RecordQuerySet(models.QuerySet["Record"]):
    """Records, once somebody has said who is reading."""

    def filed_with(
        self,
        people: Iterable[int],
        role: str,
        *kinds: str,
        school: "School | int",
        by: datetime | None = None,
    ) -> "RecordQuerySet":
        """What stands of these kinds at a school in which these people have this part; a row for
        each of them.

        It asks their involvements, which repeat the kind and the time: what is read is what these
        people have of it by that moment, whatever the school has.
        """
        theirs = Q(involvements__person__in=people, involvements__role=role)
        if by is not None:
            theirs &= Q(involvements__happened_at__lte=by)
        there = self.looked_up_at(school)
        return there.filter(theirs, involvements__kind__in=kinds, state=Record.State.FILED)

    def looked_up_at(self, school: "School | int") -> "RecordQuerySet":
        """Those of a school, where something else says by what they are looked up: the number that
        is added keeps its own index from tempting SQLite down all of the school's past."""
        return self.alias(there=F("school_id") + 0).filter(there=getattr(school, "pk", school))

    def newest_of_each_kind_first(self) -> "RecordQuerySet":
        """After `filed_with`: in the order of the same index."""
        return self.order_by(
            "involvements__kind", "-involvements__happened_at", "-involvements__record_id"
        )


class GuardedManager(models.Manager["Record"]):
    """The default manager. It gives nothing but what one named reader may read."""

    def get_queryset(self) -> RecordQuerySet:
        raise UnguardedRead("Say who is reading: Record.objects.readable_by(reader).")

    def readable_by(self, reader: "Reader") -> RecordQuerySet:
        """The records that this reader may know of; the one door to read."""
        return reader.readable.all()


class Record(models.Model):
    class State(models.TextChoices):
        FILED = "filed", "Filed"
        VOIDED = "voided", "Voided"
        STUB = "stub", "Destroyed under the retention rule"

    class Precision(models.TextChoices):
        EXACT = "exact", "At that time"
        ABOUT = "about", "About that time"
        DAY = "day", "Some time that day"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="records")
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=40)
    kind_version = models.PositiveSmallIntegerField()
    happened_at = models.DateTimeField()
    precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.EXACT)
    captured_at = models.DateTimeField()
    filed_at = models.DateTimeField()
    place = models.ForeignKey(
        "school.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="records"
    )
    group = models.ForeignKey(
        "school.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="records"
    )
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="authored")
    author_name = models.CharField(max_length=220)
    author_post = models.CharField(max_length=60)
    headline = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    sensitivity = models.PositiveSmallIntegerField(choices=Sensitivity)
    state = models.CharField(max_length=8, choices=State.choices, default=State.FILED)
    void_reason = models.CharField(max_length=500, blank=True)

    objects = GuardedManager()
    everything = RecordQuerySet.as_manager()

    class Meta:
        base_manager_name = "everything"
        default_manager_name = "objects"
        indexes = [
            models.Index(fields=["school", "-happened_at", "-id"], name="record_by_time"),
            models.Index(fields=["school", "kind", "-happened_at", "-id"], name="record_by_kind"),
            models.Index(fields=["author", "-happened_at", "-id"], name="record_by_author"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="filed") | ~models.Q(void_reason=""),
                name="a_void_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def declared(self) -> Any:
        """The declaration of this record's kind."""
        from handrail.records.kind import kind_named  # noqa: PLC0415 - the registry is above

        return kind_named(self.kind)

    @property
    def is_restricted(self) -> bool:
        return self.sensitivity >= Sensitivity.RESTRICTED

    @property
    def is_voided(self) -> bool:
        """Void or destroyed: nothing can be added to it any more."""
        return self.state != self.State.FILED

    @property
    def is_stub(self) -> bool:
        """Destroyed: only reference, kind and dates are left, and `void_reason` says the rule."""
        return self.state == self.State.STUB
