"""The declaration of note."""

from handrail.kinds.note.forms import NoteForm
from handrail.kinds.note.models import Note
from handrail.kinds.note.rules import forget, headline
from handrail.records.kind import Also, Capture, Kind, Measure, Retention, Role, WordList
from handrail.records.sensitivity import Sensitivity
from handrail.school.words import StarterWord as W

KIND = Kind(
    slug="note",
    version=1,
    label="Note",
    plural="Notes",
    icon="pencil",
    capture=Capture(
        tile="Note",
        order=6,
        also=(Also("concern", "Worried"),),
        later=("for_today",),
    ),
    detail=Note,
    form=NoteForm,
    roles=(Role("about", "About", least=1),),
    words=(
        WordList(
            "context",
            "What should the next adult know?",
            required=True,
            starters=(
                W("Poor sleep"), W("No breakfast"), W("Arrived upset"), W("Arrived late"),
                W("Tired"), W("Unwell"), W("Change at home"), W("New medication"),
                W("Quiet today"), W("Settled well"), W("Restorative talk held"),
                W("Photo of work"),
            ),
        ),
    ),
    headline=headline,
    sensitivity=Sensitivity.ORDINARY,
    readers=("works_with", "involved_staff", "pastoral_leads"),
    writers=("any_staff",),
    duties=(),
    measures=(Measure("notes", "Notes"), Measure("by_context", "By context", list="context")),
    export=("context", "for_today"),
    retention=Retention(1, "end of the school year", "School policy"),
    forget=forget,
    basis=("The duty of the post: know individual needs, hand over",),
    serves=("P3", "P8"),
)  # fmt: skip
