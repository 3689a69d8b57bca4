"""The declaration of a support plan."""

from datetime import timedelta

from handrail.core.school_days import OnDate, SchoolDays
from handrail.kinds.support_plan import rules
from handrail.kinds.support_plan.forms import (
    OutcomeForm,
    SignatureForm,
    SupportForm,
    SupportPlanForm,
    TargetForm,
)
from handrail.kinds.support_plan.models import Outcome, Signature, Support, SupportPlan, Target
from handrail.plans.ruling import ASKED_ANEW, is_annual, is_reviewed
from handrail.records.kind import Capture, Duty, Kind, Measure, Retention, Role, Rows, Step, filing
from handrail.records.sensitivity import Sensitivity

CODE = "SEND Code of Practice (2015)"
ACT = "Children and Families Act 2014"

KIND = Kind(
    slug="support_plan",
    version=1,
    label="Support plan",
    plural="Support plans",
    icon="list-checks",
    capture=Capture(
        tile="Support plan", order=33, offline=False,
        words_label="What changed since the last one, and why",
        words_hint="Nothing, if this is the first. Names of other children do not belong here.",
    ),
    at_desk=True,
    goes_on=True,
    answers_every=True,
    anew=ASKED_ANEW,
    offers=rules.offers,
    detail=SupportPlan,
    form=SupportPlanForm,
    roles=(
        Role("about", "Pupil", least=1, most=1),
        Role("adult", "Adult who works by it", who=("staff",)),
    ),
    rows=(
        Rows("targets", "Targets", "target", Target, TargetForm, most=8,
             hint="Two or three are enough. Each can be seen to be reached or not."),
        Rows("supports", "What is done", "line", Support, SupportForm, most=12,
             hint="The part that an adult does tomorrow: what, how often, who, and how. Choose a "
             "strategy of the school’s list, those for the pupil’s needs first, and it fills what "
             "you leave empty with its words as they are now."),
        Rows("outcomes", "Outcomes of the EHC plan", "outcome", Outcome, OutcomeForm, most=12,
             hint="Only under an EHC plan: word for word from it."),
        Rows("signatures", "Who agreed", "signature", Signature, SignatureForm, most=12,
             hint="The pupil, each carer, staff. Those who are not here yet sign later."),
    ),
    headline=rules.headline,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("works_with", "involved_staff", "pastoral_leads"),
    writers=("planners",),
    duties=(
        Duty(
            slug="reviewed", says="remind the SENCO before it is to be reviewed",
            what="Review {pupil}’s support, with the pupil and the family",
            owner="senco", per_role="about", when=is_reviewed,
            applies_to=rules.starts_review_clock, within=OnDate("review_on"),
            evidence=filing("support_review"),
            basis=f"{CODE} 6.53 and 6.65: a clear review date; parents met at least three times a "
            "year",
            counts_from="filed", icon="repeat",
            ladder=(Step(timedelta(0), "senco"), Step(timedelta(days=5), "head")),
        ),
        Duty(
            slug="annual-review", law=True,
            says="start the clock of the EHC plan’s annual review",
            what="Hold the annual review of {pupil}’s EHC plan",
            owner="senco", per_role="about", when=rules.is_under_ehc,
            applies_to=rules.starts_annual_clock, within=OnDate("annual_by"),
            evidence=filing("support_review"), satisfied_by=is_annual,
            basis=f"{ACT} section 44; SEND Regulations 2014, regulations 18 to 22 (EHC-AR)",
            counts_from="filed", icon="calendar",
            ladder=(Step(timedelta(0), "head"),),
        ),
        Duty(
            slug="parents-told", law=True,
            says="have each parent told that special provision is made",
            what="Tell {carer} which special provision is made for {pupil}",
            owner="senco", per_role="about", per_carer=True, decider="designated_lead",
            applies_to=rules.begins, within=SchoolDays(5), evidence=filing("contact"),
            basis=f"{ACT} section 68: parents are told when special provision is made; the days "
            "are ours",
            counts_from="filed", icon="phone",
        ),
    ),
    search=("needs", "strengths", "child_view", "carer_view", "adjustments", "coauthor"),
    measures=(Measure("support_plans", "Support plans"),),
    export=(
        "change", "review_on", "ended", "sort", "annual_by", "needs", "strengths", "child_view",
        "carer_view", "adjustments", "coauthor", "layer", "targets", "supports", "outcomes",
        "signatures",
    ),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=rules.forget,
    basis=(f"{CODE}: assess, plan, do, review", f"{ACT} sections 42, 44, 66 and 68"),
    serves=("P3", "P5", "T2", "T3"),
)  # fmt: skip
