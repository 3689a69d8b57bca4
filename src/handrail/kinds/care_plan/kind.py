"""The declaration of a plan for personal care."""

from handrail.kinds.care_plan import rules
from handrail.kinds.care_plan.forms import CarePlanForm, SignatureForm
from handrail.kinds.care_plan.models import CarePlan, Signature
from handrail.plans.ruling import ASKED_ANEW, review_duty
from handrail.records.kind import Capture, Kind, Measure, Retention, Role, Rows
from handrail.records.sensitivity import Sensitivity

KIND = Kind(
    slug="care_plan",
    version=1,
    label="Care plan",
    plural="Care plans",
    icon="droplet",
    capture=Capture(
        tile="Care plan", order=37, offline=False,
        words_label="What changed since the last one, and why",
    ),
    at_desk=True,
    goes_on=True,
    anew=ASKED_ANEW,
    keeps_files=False,
    detail=CarePlan,
    form=CarePlanForm,
    roles=(
        Role("about", "Pupil", least=1, most=1),
        Role("adult", "Adult who gives it", who=("staff",)),
    ),
    rows=(
        Rows("signatures", "Who agreed", "signature", Signature, SignatureForm, most=12,
             hint="A parent or carer who agrees is the consent. The child and the adults sign too; "
             "those who are not here yet sign later."),
    ),
    headline=rules.headline,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("key_adults", "involved_staff", "care_leads"),
    writers=("care_planners",),
    duties=(review_duty("care_plan", "care plan", "senco", "SENCO"),),
    search=("needs", "how", "products", "moving"),
    measures=(Measure("care_plans", "Care plans"),),
    export=(
        "change", "review_on", "ended", "needs", "how", "adults", "adults_why", "own_part",
        "says", "products", "moving", "signatures",
    ),
    retention=Retention(25, "date of birth", "Health-related pupil record; school policy"),
    forget=rules.forget,
    basis=(
        "Equality Act 2010: no child is refused care or a place for needing it",
        "School policy on intimate and personal care: agreed with the child and the family",
    ),
    serves=("P9", "C3"),
)  # fmt: skip
