"""What the sheet asks for a note."""

from handrail.kinds.note.models import Note
from handrail.records.forms import DetailForm


class NoteForm(DetailForm):
    kind_slug = "note"

    class Meta:
        model = Note
        fields = ("for_today",)
        labels = {"for_today": "Show it to whoever works with them today"}
