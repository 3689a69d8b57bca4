"""The declaration of a positive handling plan."""

from handrail.kinds.handling_plan import rules
from handrail.kinds.handling_plan.forms import (
    HandlingPlanForm,
    SignatureForm,
    StageForm,
    TechniqueForm,
)
from handrail.kinds.handling_plan.models import AgreedTechnique, HandlingPlan, Signature, Stage
from handrail.plans.ruling import ASKED_ANEW, review_duty
from handrail.records.kind import Capture, Kind, Measure, Retention, Role, Rows
from handrail.records.sensitivity import Sensitivity

KIND = Kind(
    slug="handling_plan",
    version=1,
    label="Handling plan",
    plural="Handling plans",
    icon="hand",
    capture=Capture(
        tile="Handling plan", order=30, offline=False,
        words_label="What changed since the last one, and why",
        words_hint="Nothing, if this is the first. Names of other children do not belong here.",
    ),
    at_desk=True,
    goes_on=True,
    anew=ASKED_ANEW,
    detail=HandlingPlan,
    form=HandlingPlanForm,
    roles=(
        Role("about", "Pupil", least=1, most=1),
        Role("adult", "Adult who works by it", who=("staff",)),
    ),
    rows=(
        Rows("stages", "Stage by stage", "stage", Stage, StageForm, most=8,
             hint="Calm, rising, crisis, recovery: one each. It is read at arm’s length."),
        Rows("techniques", "Techniques", "technique", AgreedTechnique, TechniqueForm, most=12,
             hint="What is agreed for this pupil, and what must not be used."),
        Rows("signatures", "Who agreed", "signature", Signature, SignatureForm, most=12,
             hint="The pupil, each carer, staff. Those who are not here yet sign later."),
    ),
    headline=rules.headline,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("works_with", "involved_staff", "pastoral_leads"),
    writers=("planners",),
    duties=(
        review_duty("handling_plan", "handling plan", "behaviour_manager", "behaviour manager"),
    ),
    search=("medical", "avoid", "triggers", "prevents", "afterwards"),
    measures=(Measure("handling_plans", "Handling plans"),),
    export=(
        "change", "review_on", "ended", "medical", "avoid", "triggers", "prevents", "afterwards",
        "stages", "techniques", "signatures",
    ),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=rules.forget,
    basis=("DfE guidance: Restrictive interventions in schools (2026): plans agreed with parents",),
    serves=("P3", "P4", "S9"),
)  # fmt: skip
