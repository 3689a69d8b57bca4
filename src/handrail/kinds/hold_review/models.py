"""What a review of a hold keeps beyond the spine."""

from django.db import models


class HoldReview(models.Model):
    class Stage(models.TextChoices):
        MANAGER = "manager", "Behaviour manager’s review"
        HEAD = "head", "Head’s review and signature"

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"
        CANNOT_TELL = "cannot_tell", "Cannot tell"

    class Followed(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"
        CANNOT_TELL = "cannot_tell", "Cannot tell"
        NO_PLAN = "no_plan", "There was no plan"

    class Outcome(models.TextChoices):
        SIGNED = "signed", "Reviewed and signed"
        SENT_BACK = "sent_back", "Sent back with a question"
        TO_PROCESS = "to_process", "Complaint or allegation: to the restricted process"

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    stage = models.CharField(max_length=8, choices=Stage.choices)
    necessary = models.CharField(max_length=12, choices=Answer.choices)
    proportionate = models.CharField(max_length=12, choices=Answer.choices)
    least_restrictive = models.CharField(max_length=12, choices=Answer.choices)
    followed_plan = models.CharField(max_length=12, choices=Followed.choices)
    lead_considered = models.BooleanField(default=False)
    will_change = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    question = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Review {self.pk}"
