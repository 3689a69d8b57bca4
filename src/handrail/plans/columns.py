"""The columns and rows that every plan about a pupil has; each kind of plan has its own tables."""

from django.db import models

from handrail.records.models import Row


class Version(models.Model):
    """One version of a plan. The record that it hangs on says when it was agreed, and by whom."""

    class Change(models.TextChoices):
        NEW = "new", "A new plan"
        CHANGED = "changed", "Looked at again and changed"
        SAME = "same", "Looked at again, nothing changed"

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    change = models.CharField(max_length=7, choices=Change.choices)
    review_on = models.DateField(null=True, blank=True)  # none only where the plan has ended
    ended = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Agreement(Version):
    """A version of a plan by which adults keep a pupil safe."""

    medical = models.TextField(blank=True)
    avoid = models.TextField(blank=True)

    class Meta:
        abstract = True


class StageRow(Row):
    """A stage as this pupil shows it, and what adults do and say."""

    class Stage(models.TextChoices):
        CALM = "calm", "Calm"
        RISING = "rising", "Rising"
        CRISIS = "crisis", "Crisis"
        RECOVERY = "recovery", "Recovery"

    stage = models.CharField(max_length=8, choices=Stage.choices)
    looks_like = models.TextField(blank=True)
    adults_do = models.TextField()
    adults_say = models.TextField(blank=True)
    avoid = models.TextField(blank=True)

    class Meta(Row.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.get_stage_display()


class SignatureRow(Row):
    """Somebody who agreed to this version on a day, or declined and said why."""

    class As(models.TextChoices):
        CHILD = "child", "The pupil"
        CARER = "carer", "Parent or carer"
        STAFF = "staff", "Staff"
        PROFESSIONAL = "professional", "Another professional"

    class Answer(models.TextChoices):
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"

    name = models.CharField(max_length=120)
    signs_as = models.CharField(max_length=12, choices=As.choices)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    given_on = models.DateField()
    because = models.CharField(max_length=300, blank=True)

    class Meta(Row.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_signs_as_display()}: {self.get_answer_display().lower()}"
