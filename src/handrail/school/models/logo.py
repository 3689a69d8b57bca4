"""A school's logo: a small picture, drawn again when it was given."""

from django.db import models


class Logo(models.Model):
    """Apart from the school's own row, which every page fetches."""

    school = models.OneToOneField(
        "school.School", on_delete=models.CASCADE, primary_key=True, related_name="logo"
    )
    png = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Logo of {self.school}"
