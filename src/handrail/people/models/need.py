"""What special provision a pupil has had and which needs were named, between dates."""

from django.db import models

from handrail.people.models.membership import DatedQuerySet
from handrail.people.models.person import Person
from handrail.people.models.pupil import Pupil
from handrail.people.need_codes import PROVISIONS, said_of_code


class ProvisionSpell(models.Model):
    """A stretch in which one code of special educational provision held: history, added to and
    ended, never written over. The code of today stands on the pupil as well."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="provision_spells")
    provision = models.CharField(max_length=1, choices=list(PROVISIONS.items()))
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(  # nobody: it came with the roll
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]

    def __str__(self) -> str:
        return self.get_provision_display()


class Need(models.Model):
    """A need that was named, primary first, between dates. Ended, never deleted."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="needs_named")
    code = models.CharField(max_length=8)
    rank = models.PositiveSmallIntegerField()  # 1 is the primary need
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return said_of_code(self.code)
