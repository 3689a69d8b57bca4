"""What a restrictive intervention keeps beyond the spine."""

from datetime import date, datetime, time, timedelta

from django.db import models

from handrail.people.models import Person
from handrail.records.models import Row


class YesNo(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"


class Hold(models.Model):
    """Every column may be empty at first: the floor version asks for three of them."""

    class Planned(models.TextChoices):
        PLANNED = "planned", "It is in the pupil’s plan"
        NOT_PLANNED = "not_planned", "It was not planned"

    class Followed(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"
        NO_PLAN = "no_plan", "There was no plan"

    class RiskFollowed(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"
        NONE = "none", "None was in force"

    class Breathing(models.TextChoices):
        NORMAL = "normal", "Normal throughout"
        CHANGED = "changed", "Changed: say how below"
        NOT_WATCHED = "not_watched", "Nobody could watch it"

    class Distress(models.TextChoices):
        CALM = "calm", "Calm"
        SOME = "some", "Some distress"
        MUCH = "much", "Much distress"

    class Emergency(models.TextChoices):
        NEITHER = "neither", "Neither"
        POLICE = "police", "Police"
        AMBULANCE = "ambulance", "Ambulance"
        BOTH = "both", "Both"

    class PupilAccount(models.TextChoices):
        OWN_WORDS = "own_words", "In their own words"
        SCRIBED = "scribed", "Written down for them"
        PICTURES = "pictures", "With pictures or symbols"
        DECLINED = "declined", "They did not want to"
        NOT_YET = "", "Not asked yet"

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    anybody_hurt = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    lead_up = models.TextField(blank=True)
    tried_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.TextField(blank=True)
    planned = models.CharField(max_length=12, choices=Planned.choices, blank=True)
    plan_followed = models.CharField(max_length=8, choices=Followed.choices, blank=True)
    risk_followed = models.CharField(max_length=8, choices=RiskFollowed.choices, blank=True)
    not_followed_because = models.TextField(blank=True)
    breathing = models.CharField(max_length=12, choices=Breathing.choices, blank=True)
    distress = models.CharField(max_length=6, choices=Distress.choices, blank=True)
    medical = models.TextField(blank=True)
    damage = models.TextField(blank=True)
    emergency = models.CharField(max_length=10, choices=Emergency.choices, blank=True)
    ended = models.TextField(blank=True)
    pupil_account = models.CharField(max_length=10, choices=PupilAccount.choices, blank=True)
    differently = models.TextField(blank=True)
    seclusion_place = models.CharField(max_length=120, blank=True)
    seclusion_watched_by = models.CharField(max_length=120, blank=True)
    seclusion_ended_when = models.TextField(blank=True)
    late_because = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"Restrictive intervention {self.pk}"


# As many adults as a part can name, which is as many as the catalogue can ask for a technique.
ADULTS = ("adult", "second", "third", "fourth", "fifth", "sixth")


class Part(Row):
    """One technique or place from a start to an end, and which adult did what."""

    starts = models.TimeField()
    ends = models.TimeField(null=True, blank=True)
    place = models.ForeignKey(  # where it was elsewhere than the record says
        "school.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    technique = models.ForeignKey(
        "training.Technique", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    adult = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    adult_did = models.CharField(max_length=120, blank=True)
    second = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_did = models.CharField(max_length=120, blank=True)
    third = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    third_did = models.CharField(max_length=120, blank=True)
    fourth = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    fourth_did = models.CharField(max_length=120, blank=True)
    fifth = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    fifth_did = models.CharField(max_length=120, blank=True)
    sixth = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sixth_did = models.CharField(max_length=120, blank=True)
    changes = models.CharField(max_length=300, blank=True)

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.starts:%H:%M} {self.technique or 'hold'}"

    @property
    def adults(self) -> list[tuple[Person, str]]:
        """Each adult who is named, and what they did."""
        named = ((getattr(self, name), getattr(self, f"{name}_did")) for name in ADULTS)
        return [(adult, did) for adult, did in named if adult]

    @property
    def did(self) -> list[str]:
        """What each adult who is named did; asks the database nothing."""
        named = (name for name in ADULTS if getattr(self, f"{name}_id"))
        return [getattr(self, f"{name}_did").strip() for name in named]

    @property
    def seconds(self) -> int:
        """How long it lasted; 0 when an end of it is not known, as while it is written. An end
        before the start is next day."""
        if self.ends is None or self.starts is None:
            return 0
        return int((_on_a_day(self.ends) - _on_a_day(self.starts)).total_seconds()) % 86_400


def _on_a_day(moment: time) -> datetime:
    return datetime.combine(date(2000, 1, 1), moment) + timedelta(0)


class Observation(Row):
    """A look at a pupil in seclusion: when, by whom, and what was seen."""

    class Breathing(models.TextChoices):
        NORMAL = "normal", "Normal"
        CHANGED = "changed", "Changed: say how"
        UNKNOWN = "unknown", "Could not tell"

    at = models.TimeField()
    by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen = models.CharField(max_length=300)
    breathing = models.CharField(max_length=8, choices=Breathing.choices, blank=True)
    distress = models.CharField(max_length=6, choices=Hold.Distress.choices, blank=True)

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"


class Injury(Row):
    """Somebody who was hurt; first aid has a record of its own."""

    class Whose(models.TextChoices):
        PUPIL = "pupil", "The pupil"
        STAFF = "staff", "A member of staff"
        OTHER_PUPIL = "other_pupil", "Another pupil"
        OTHER = "other", "Somebody else"

    class Treated(models.TextChoices):
        NO = "no", "Not needed"
        FIRST_AID = "first_aid", "First aid"
        HOSPITAL = "hospital", "Hospital or doctor"

    whose = models.CharField(max_length=12, choices=Whose.choices)
    staff = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what = models.CharField(max_length=300)
    treated = models.CharField(max_length=10, choices=Treated.choices)
    treated_by = models.CharField(max_length=120, blank=True)
    off_work = models.BooleanField(default=False)

    class Meta(Row.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.get_whose_display()
