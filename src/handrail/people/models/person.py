"""A person: names as known and as the law has them, and the numbers that others know them by."""

from typing import Any

from django.db import models

from handrail.core.ids import new_uuid
from handrail.core.names import fold, initials, short_name


class Person(models.Model):
    """Anyone: pupil, staff member, carer, professional. One row however many hats they wear."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    given = models.CharField("first name (known as)", max_length=100, blank=True)
    family = models.CharField("surname (known as)", max_length=100, blank=True)
    title = models.CharField(max_length=20, blank=True)
    legal_given = models.CharField("legal first name", max_length=100, blank=True)
    legal_family = models.CharField("legal surname", max_length=100, blank=True)
    born = models.DateField("date of birth", null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    mobile = models.CharField(max_length=40, blank=True)
    folded = models.CharField(max_length=420, editable=False, default="")

    class Meta:
        ordering = ["family", "given"]
        indexes = [models.Index(fields=["family", "given"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name that colleagues say: "Leo Turner", "Sam Birch"."""
        return f"{self.given} {self.family}".strip()

    @property
    def formal(self) -> str:
        """With the title where there is one: "Mrs Ahmed"; else the whole name."""
        return f"{self.title} {self.family}".strip() if self.title else self.name

    @property
    def short(self) -> str:
        return short_name(self.given, self.family)

    @property
    def initials(self) -> str:
        return initials(self.given, self.family)

    def fold_names(self) -> None:
        """Fill the column that search reads, from every name the person goes by."""
        parts = (self.given, self.family, self.legal_given, self.legal_family)
        self.folded = " ".join(dict.fromkeys(fold(part) for part in parts if part))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fold_names()
        super().save(*args, **kwargs)


class Identifier(models.Model):
    """A number that another system knows the person by, between dates."""

    class Sort(models.TextChoices):
        SOURCE = "source", "Management system id"
        STAFF = "staff", "Number in the list of staff"
        CONTACT = "contact", "Number in the list of contacts"
        UPN = "upn", "UPN"
        TEMPORARY_UPN = "temporary_upn", "Temporary UPN"
        FORMER_UPN = "former_upn", "Former UPN"
        ADMISSION = "admission", "Admission number"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    school = models.ForeignKey("school.School", on_delete=models.CASCADE, related_name="+")
    sort = models.CharField(max_length=20, choices=Sort.choices)
    value = models.CharField(max_length=255)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "sort", "value"], name="identifier_lookup")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "sort", "value", "person"], name="one_identifier_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} {self.value}"
