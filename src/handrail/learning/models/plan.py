"""A lesson plan: for whom, to learn what, the assistant's part; from the plan to the hand-back."""

from django.db import models

from handrail.core.ids import new_uuid
from handrail.learning.models.objective import Objective


class LessonPlan(models.Model):
    """One lesson with its date. The pupils are named when the plan is made, and stay as they were.

    `part` and `adaptations` are the teacher's words; `done`, `not_done` and `worries` are the
    assistant's when they hand back; `answer` is the teacher's again.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        UNDER_WAY = "under_way", "Under way"
        HANDED_BACK = "handed_back", "Handed back"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="plans")
    teacher = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="plans_written"
    )
    assistant = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="plans_given"
    )
    group = models.ForeignKey("school.Group", on_delete=models.PROTECT, related_name="plans")
    lesson = models.ForeignKey(
        "people.Lesson", on_delete=models.SET_NULL, null=True, blank=True, related_name="plans"
    )
    date = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    title = models.CharField(max_length=120)
    part = models.TextField("the assistant’s part", blank=True)
    adaptations = models.TextField(blank=True)
    is_cover = models.BooleanField(default=False)
    seating = models.TextField("seating and behaviour", blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    done = models.TextField("what was done", blank=True)
    not_done = models.TextField("what was not", blank=True)
    worries = models.TextField(blank=True)
    handed_back_at = models.DateTimeField(null=True, blank=True)
    handed_back_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    objectives = models.ManyToManyField(
        Objective, through="PlanObjective", related_name="plans"
    )  # in the order the teacher chose
    pupils = models.ManyToManyField(
        "people.Person", through="PlanPupil", related_name="planned_lessons"
    )

    class Meta:
        ordering = ["date", "starts", "id"]
        indexes = [
            models.Index(fields=["school", "date"], name="plan_by_date"),
            models.Index(fields=["assistant", "date"], name="plan_of_assistant"),
            models.Index(fields=["teacher", "date"], name="plan_of_teacher"),
            models.Index(fields=["group", "date"], name="plan_of_group"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed and marked from."""
        return self.state in {self.State.PLANNED, self.State.UNDER_WAY}


class PlanObjective(models.Model):
    plan = models.ForeignKey(LessonPlan, on_delete=models.CASCADE, related_name="chosen")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "objective"], name="one_objective_a_plan")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.objective_id}"


class PlanPupil(models.Model):
    plan = models.ForeignKey(LessonPlan, on_delete=models.CASCADE, related_name="named")
    pupil = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "pupil"], name="one_pupil_a_plan")]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.pupil_id}"


class Resource(models.Model):
    """Something to prepare for the lesson, by a day."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    plan = models.ForeignKey(LessonPlan, on_delete=models.CASCADE, related_name="resources")
    what = models.CharField(max_length=200)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.what


class Suggestion(models.Model):
    """A change to the plan that the assistant proposes; the teacher takes it up or answers."""

    class State(models.TextChoices):
        OPEN = "open", "Waits for an answer"
        TAKEN = "taken", "Taken up"
        ANSWERED = "answered", "Answered"

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    plan = models.ForeignKey(LessonPlan, on_delete=models.CASCADE, related_name="suggestions")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.words[:60]
