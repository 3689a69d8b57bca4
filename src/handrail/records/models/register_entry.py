"""An entry of a register: the number of a record, gap-free by school, kind and school year."""

from django.db import models


class RegisterEntry(models.Model):
    """The number is given with the record, in its transaction, and never again to another."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()  # in which the school year began
    number = models.PositiveIntegerField()
    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, related_name="register_entry"
    )

    class Meta:
        ordering = ["school", "kind", "year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "year", "number"], name="one_entry_a_number"
            )
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """ "14 of 2026/27": as people say it and as it is printed."""
        return f"{self.number} of {self.year_said(self.year)}"

    @staticmethod
    def year_said(year: int) -> str:
        """ "2026/27": the school year by the year in which it began."""
        return f"{year}/{(year + 1) % 100:02}"
