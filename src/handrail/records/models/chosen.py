"""A chosen word: what a chip said on a record. The word is the school's; it is never deleted."""

from django.db import models


class ChosenWord(models.Model):
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="chosen")
    list = models.CharField(max_length=60)
    word = models.ForeignKey("school.Word", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "word"], name="one_choice_of_a_word")
        ]

    def __str__(self) -> str:
        return str(self.word)
