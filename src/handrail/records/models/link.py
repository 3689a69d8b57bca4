"""A link between two records: same event, continues, evidence for."""

from django.db import models


class Link(models.Model):
    class Sort(models.TextChoices):
        SAME_EVENT = "same_event", "Same event"
        CONTINUES = "continues", "Continues"
        EVIDENCE_FOR = "evidence_for", "Evidence for"

    source = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="links")
    target = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="linked_by")
    sort = models.CharField(max_length=14, choices=Sort.choices)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "sort"], name="one_link_a_sort")
        ]

    def __str__(self) -> str:
        return self.get_sort_display()

    @property
    def seen_from_target(self) -> str:
        """The same link in the words of the record that it leads to."""
        words = {self.Sort.CONTINUES: "Continued by", self.Sort.EVIDENCE_FOR: "Evidence for this"}
        return words.get(self.Sort(self.sort), self.get_sort_display())
