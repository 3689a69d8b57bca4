"""The declaration of a debrief."""

from handrail.kinds.debrief.forms import DebriefForm
from handrail.kinds.debrief.models import Debrief
from handrail.kinds.debrief.rules import forget, headline
from handrail.records.kind import Also, Capture, Kind, Measure, Retention, Role
from handrail.records.sensitivity import Sensitivity

KIND = Kind(
    slug="debrief",
    version=1,
    label="Debrief",
    plural="Debriefs",
    icon="message-circle",
    capture=Capture(
        tile="Debrief",
        order=20,
        words_label="What was said, in their words",
        words_required=True,
        words_hint="For a pupil: what happened for them, and what they needed. No blame.",
        also=(Also("concern", "Worried"),),
    ),
    at_desk=True,
    detail=Debrief,
    form=DebriefForm,
    roles=(
        Role("about", "Pupil", least=1),
        Role("adult", "Adult in it", who=("staff",)),
    ),
    headline=headline,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("involved_staff", "pastoral_leads"),
    writers=("paid_staff",),
    duties=(),
    search=("helps_next_time", "support_offered"),
    measures=(Measure("debriefs", "Debriefs"),),
    export=("with_whom", "how", "helps_next_time", "support_offered", "time_off_offered"),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=forget,
    basis=("DfE guidance: Restrictive interventions in schools (2026): support afterwards",),
    serves=("P4", "S1", "S9"),
)
