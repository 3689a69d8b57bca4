"""The declaration of a behaviour (regulation) plan."""

from handrail.kinds.behaviour_plan import rules
from handrail.kinds.behaviour_plan.forms import BehaviourPlanForm, SignatureForm, StageForm
from handrail.kinds.behaviour_plan.models import BehaviourPlan, Signature, Stage
from handrail.plans.ruling import ASKED_ANEW, review_duty
from handrail.records.kind import Capture, Kind, Measure, Retention, Role, Rows
from handrail.records.sensitivity import Sensitivity

KIND = Kind(
    slug="behaviour_plan",
    version=1,
    label="Behaviour plan",
    plural="Behaviour plans",
    icon="list-checks",
    capture=Capture(
        tile="Behaviour plan", order=32, offline=False,
        words_label="What changed since the last one, and why",
        words_hint="Nothing, if this is the first. Names of other children do not belong here.",
    ),
    at_desk=True,
    goes_on=True,
    anew=ASKED_ANEW,
    detail=BehaviourPlan,
    form=BehaviourPlanForm,
    roles=(
        Role("about", "Pupil", least=1, most=1),
        Role("adult", "Adult who works by it", who=("staff",)),
    ),
    rows=(
        Rows("stages", "Stage by stage", "stage", Stage, StageForm, most=8,
             hint="Calm, rising, crisis, recovery: one each. It is read at arm’s length."),
        Rows("signatures", "Who agreed", "signature", Signature, SignatureForm, most=12,
             hint="The pupil, each carer, staff. Those who are not here yet sign later."),
    ),
    headline=rules.headline,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("works_with", "involved_staff", "pastoral_leads"),
    writers=("planners",),
    duties=(
        review_duty("behaviour_plan", "behaviour plan", "senco", "SENCO"),
    ),
    search=("medical", "avoid", "strengths", "triggers", "helps", "working_on"),
    measures=(Measure("behaviour_plans", "Behaviour plans"),),
    export=(
        "change", "review_on", "ended", "medical", "avoid", "strengths", "triggers", "helps",
        "working_on", "stages", "signatures",
    ),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=rules.forget,
    basis=("SEND Code of Practice (2015): assess, plan, do, review, with a clear review date",),
    serves=("P3", "P4", "S9"),
)  # fmt: skip
