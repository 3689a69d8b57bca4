"""The declaration of a support review."""

from datetime import timedelta

from handrail.core.school_days import OnDate, SchoolDays, Weeks
from handrail.kinds.support_review import rules
from handrail.kinds.support_review.forms import (
    SignatureForm,
    SupportReviewForm,
    TargetReviewForm,
)
from handrail.kinds.support_review.models import Signature, SupportReview, TargetReview
from handrail.plans.ruling import is_annual
from handrail.records.kind import Capture, Duty, Kind, Measure, Retention, Role, Rows, Step, filing
from handrail.records.sensitivity import Sensitivity

CODE = "SEND Code of Practice (2015)"
ACT = "Children and Families Act 2014 section 44"
REGULATIONS = "SEND Regulations 2014"

KIND = Kind(
    slug="support_review",
    version=1,
    label="Support review",
    plural="Support reviews",
    icon="repeat",
    capture=Capture(
        tile="Support review", order=35, offline=False, words_label="Anything else",
        words_hint="Names of other children do not belong here.",
    ),
    at_desk=True,
    answers_every=True,
    opens_with=rules.opens_with,
    look_first="support",
    detail=SupportReview,
    form=SupportReviewForm,
    roles=(Role("about", "Pupil", least=1, most=1),),
    rows=(
        Rows("targets", "Each target of the plan", "target", TargetReview, TargetReviewForm,
             most=8),
        Rows("signatures", "Who agreed", "signature", Signature, SignatureForm, most=12,
             hint="The pupil, each carer, staff. Those who are not here yet sign later."),
    ),
    headline=rules.headline,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("works_with", "pastoral_leads"),
    writers=("planners",),
    duties=(
        Duty(
            slug="reviewed", says="start the clock of the next review",
            what="Review {pupil}’s support, with the pupil and the family",
            owner="senco", per_role="about", when=rules.goes_on, within=OnDate("next_on"),
            evidence=filing("support_review"),
            basis=f"{CODE} 6.53 and 6.65: a clear review date; parents met at least three times a "
            "year",
            counts_from="filed", icon="repeat",
            ladder=(Step(timedelta(0), "senco"), Step(timedelta(days=5), "head")),
        ),
        Duty(
            slug="annual-review", law=True, says="start the clock of the next annual review",
            what="Hold the annual review of {pupil}’s EHC plan",
            owner="senco", per_role="about", when=rules.goes_on_under_ehc,
            within=OnDate("annual_by"), evidence=filing("support_review"), satisfied_by=is_annual,
            basis=f"{ACT}; {REGULATIONS}, regulations 18 to 22 (EHC-AR)",
            counts_from="filed", icon="calendar", ladder=(Step(timedelta(0), "head"),),
        ),
        Duty(
            slug="plan-renewed", says="ask the SENCO to write it into the plan {within}",
            what="Write into {pupil}’s support plan what the review decided",
            owner="senco", per_role="about", when=rules.changes_the_plan, within=SchoolDays(5),
            evidence=filing("support_plan"),
            basis=f"{CODE} 6.56: the support is revised in the light of the review; the days are "
            "ours",
            counts_from="filed", icon="list-checks",
        ),
        Duty(
            slug="report-sent", law=True,
            says="start the two weeks for the report to the local authority",
            what="Send the report of {pupil}’s annual review to the local authority, and note it",
            owner="senco", per_role="about", when=is_annual, within=Weeks(2),
            evidence=filing("note"),
            basis=f"{REGULATIONS}, regulation 20: a report within two weeks of the meeting",
            icon="file-text", ladder=(Step(timedelta(days=12), "head"),),
        ),
        Duty(
            slug="authority-decided", law=True,
            says="start the four weeks for the local authority’s decision",
            what="Note what the local authority decided on {pupil}’s EHC plan, or ask it",
            owner="senco", per_role="about", when=is_annual, within=Weeks(4),
            evidence=filing("note"),
            basis=f"{REGULATIONS}, regulation 20: a decision within four weeks of the meeting",
            icon="scale",
        ),
    ),
    search=("impact", "child_view", "carer_view", "staff_view", "because", "adulthood"),
    measures=(
        Measure("support_reviews", "Support reviews"),
        Measure("support_decisions", "What support reviews decided", column="decision"),
    ),
    export=(
        "sort", "present", "impact", "child_view", "carer_view", "staff_view", "decision",
        "because", "adulthood", "next_on", "annual_by", "targets",
        "signatures",
    ),
    look=rules.look,
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=rules.forget,
    basis=(f"{CODE}: assess, plan, do, review", ACT),
    serves=("P3", "T2", "T4", "T10", "T11"),
)  # fmt: skip
