"""The declaration of the medicines that the school holds for a pupil."""

from handrail.kinds.medicine_plan import rules
from handrail.kinds.medicine_plan.forms import HeldForm, MedicinePlanForm
from handrail.kinds.medicine_plan.models import Held, MedicinePlan
from handrail.plans.ruling import review_duty
from handrail.records.kind import Capture, Kind, Measure, Retention, Role, Rows
from handrail.records.sensitivity import Sensitivity

KIND = Kind(
    slug="medicine_plan",
    version=1,
    label="Medicines held",
    one="agreement on medicines",
    plural="Medicines held",
    icon="heart-pulse",
    capture=Capture(
        tile="Medicines held", order=36, offline=False,
        words_label="Side effects to look for, and what to do in an emergency",
    ),
    at_desk=True,
    goes_on=True,
    anew=("change", "review_on", "ended"),
    detail=MedicinePlan,
    form=MedicinePlanForm,
    roles=(
        Role("about", "Pupil", least=1, most=1),
        Role("adult", "Adult who gives them", who=("staff",)),
    ),
    rows=(
        Rows("held", "Medicines", "medicine", Held, HeldForm, most=12,
             hint="One for each that the school holds. Nothing is given without written consent."),
    ),
    headline=rules.headline,
    look=rules.look,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("works_with", "involved_staff", "care_leads", "first_aid_office"),
    writers=("medicine_keepers",),
    duties=(review_duty("medicine_plan", "medicines", "senco", "SENCO"),),
    measures=(Measure("medicine_plans", "Agreements on medicines"),),
    export=("change", "review_on", "ended", "held"),
    retention=Retention(25, "date of birth", "Health-related pupil record; school policy"),
    forget=rules.forget,
    basis=(
        "Children and Families Act 2014 section 100",
        "DfE: Supporting pupils at school with medical conditions (December 2015)",
    ),
    serves=("P9", "C3"),
)  # fmt: skip
