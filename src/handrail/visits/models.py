"""A visit, and who is on it. What is known of a pupil stands with the pupil, never here."""

from django.db import models

from handrail.core.ids import new_uuid


class Visit(models.Model):
    """`until` is the day of return; `helpers` are adults who hold no post here, a line each."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=120)
    where = models.CharField(max_length=200)
    on = models.DateField()
    until = models.DateField()
    leaves = models.TimeField()
    back = models.TimeField()
    leader = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    adults = models.ManyToManyField("people.Person", related_name="+")
    pupils = models.ManyToManyField("people.Person", related_name="+")
    helpers = models.TextField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    medicines = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "leaves", "id"]
        indexes = [models.Index(fields=["school", "until"], name="visit_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("on")), name="a_visit_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.what
