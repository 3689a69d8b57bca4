"""Equipment fault: a wheelchair, frame, hearing aid or tablet that a pupil depends on, broken."""

from handrail.core.school_days import SchoolDays
from handrail.records.kind import Capture, Duty, Kind, Retention, Role, WordList, filing
from handrail.records.sensitivity import Sensitivity
from handrail.school.words import StarterWord as W
from tests.trial_kind.equipment_fault.forms import EquipmentFaultForm
from tests.trial_kind.equipment_fault.models import EquipmentFault

KIND = Kind(
    slug="equipment_fault", version=1, label="Equipment fault", plural="Equipment faults",
    icon="triangle-alert", capture=Capture(tile="Equipment", order=7),
    detail=EquipmentFault, form=EquipmentFaultForm,
    roles=(Role("uses_it", "Uses it", least=1), Role("found_it", "Found it", who=("staff",))),
    words=(WordList("what", "What is it?", (W("Hearing aid"), W("Wheelchair")), required=True),),
    headline=lambda facts: f"{', '.join(facts.labels('what'))} at fault",
    sensitivity=Sensitivity.ORDINARY,
    readers=("works_with", "pastoral_leads"), writers=("any_staff",),
    duties=(
        Duty("senco-mends", says="ask the SENCO to have it mended within 2 school days",
             what="Have {pupil}’s equipment mended", owner="senco", within=SchoolDays(2),
             evidence=filing("contact"), per_role="uses_it",
             when=lambda facts: facts.detail.in_use, basis="Equality Act 2010 s.20: aids"),
    ),
    search=("fault",), export=("what", "fault", "in_use"),
    retention=Retention(6, "end of the school year", "Limitation Act 1980"),
    forget=lambda detail: setattr(detail, "fault", ""),
    basis=("Equality Act 2010 s.20",), serves=("P3",),
)  # fmt: skip
