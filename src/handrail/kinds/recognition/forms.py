"""What the sheet asks for a recognition."""

from handrail.kinds.recognition.models import Recognition
from handrail.records.forms import DetailForm


class RecognitionForm(DetailForm):
    kind_slug = "recognition"

    class Meta:
        model = Recognition
        fields = ("share_with_home",)
        labels = {"share_with_home": "Tell home the good news"}
