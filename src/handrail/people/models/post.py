"""A post: what somebody is at a school between dates. All rights come from posts."""

from datetime import date

from django.db import models
from django.db.models import Q

from handrail.people.models.person import Person


class PostQuerySet(models.QuerySet["Post"]):
    def held_on(self, day: date) -> "PostQuerySet":
        """Posts held on a day; the last day counts."""
        return self.filter(Q(starts=None) | Q(starts__lte=day)).filter(
            Q(ends=None) | Q(ends__gte=day)
        )


class Post(models.Model):
    class Role(models.TextChoices):
        ASSISTANT = "assistant", "Learning and behaviour assistant"
        TEACHER = "teacher", "Teacher"
        SENCO = "senco", "SENCO"
        BEHAVIOUR_MANAGER = "behaviour_manager", "Behaviour manager"
        DESIGNATED_LEAD = "designated_lead", "Designated safeguarding lead"
        DEPUTY_LEAD = "deputy_lead", "Deputy designated lead"
        HEAD = "head", "Headteacher"
        ADMINISTRATOR = "administrator", "School administrator"
        TRUST = "trust", "Trust"
        VOLUNTEER = "volunteer", "Volunteer or trainee"
        STAFF = "staff", "Other staff"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    school = models.ForeignKey("school.School", on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=24, choices=Role.choices)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    source_id = models.CharField(max_length=255, blank=True)
    supervisor = models.ForeignKey(  # of a volunteer or trainee: who is shown what they log
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="supervised_posts"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["school", "role"], name="post_by_role")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"
