"""The declaration of an individual risk assessment."""

from handrail.kinds.risk_assessment import rules
from handrail.kinds.risk_assessment.forms import RiskAssessmentForm, RiskForm, SignatureForm
from handrail.kinds.risk_assessment.models import Risk, RiskAssessment, Signature
from handrail.plans.ruling import ASKED_ANEW, review_duty
from handrail.records.kind import Capture, Kind, Measure, Retention, Role, Rows
from handrail.records.sensitivity import Sensitivity

KIND = Kind(
    slug="risk_assessment",
    version=1,
    label="Risk assessment",
    plural="Risk assessments",
    icon="triangle-alert",
    capture=Capture(
        tile="Risk assessment", order=31, offline=False,
        words_label="What changed since the last one, and why",
        words_hint="Nothing, if this is the first. Names of other children do not belong here.",
    ),
    at_desk=True,
    goes_on=True,
    anew=ASKED_ANEW,
    detail=RiskAssessment,
    form=RiskAssessmentForm,
    roles=(
        Role("about", "Pupil", least=1, most=1),
        Role("adult", "Adult who works by it", who=("staff",)),
    ),
    rows=(
        Rows("risks", "Risks", "risk", Risk, RiskForm, most=20,
             hint="One for each hazard: who may be harmed, and what is in place."),
        Rows("signatures", "Who agreed", "signature", Signature, SignatureForm, most=12,
             hint="The pupil, each carer, staff. Those who are not here yet sign later."),
    ),
    headline=rules.headline,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("works_with", "involved_staff", "pastoral_leads"),
    writers=("planners",),
    duties=(
        review_duty("risk_assessment", "risk assessment", "behaviour_manager", "behaviour manager"),
    ),
    search=("about_what", "medical", "avoid"),
    measures=(Measure("risk_assessments", "Risk assessments"),),
    export=(
        "change", "review_on", "ended", "medical", "avoid", "about_what", "risks", "signatures",
    ),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=rules.forget,
    basis=("Management of Health and Safety at Work Regulations 1999, regulation 3",
           "DfE guidance: Restrictive interventions in schools (2026): plans agreed with parents",),
    serves=("P3", "P4", "S9"),
)  # fmt: skip
