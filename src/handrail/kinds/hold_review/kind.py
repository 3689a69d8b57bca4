"""The declaration of a review of a hold."""

from handrail.core.school_days import AtOnce, SchoolDays
from handrail.kinds.hold_review import rules
from handrail.kinds.hold_review.forms import HoldReviewForm
from handrail.kinds.hold_review.models import HoldReview
from handrail.records.kind import (
    ANSWER,
    ANSWERING,
    Capture,
    Duty,
    Kind,
    Measure,
    Retention,
    Role,
    filing,
)  # fmt: skip
from handrail.records.sensitivity import Sensitivity

GUIDANCE = "DfE guidance: Restrictive interventions in schools (2026): leaders review each one"

KIND = Kind(
    slug="hold_review",
    version=1,
    label="Review of a hold",
    one="review of a hold",
    plural="Reviews of holds",
    icon="clipboard-check",
    capture=Capture(tile="Review", order=21, words_label="What you looked at and concluded"),
    at_desk=True,
    detail=HoldReview,
    form=HoldReviewForm,
    roles=(
        Role("about", "Pupil", least=1),
        Role("adult", "Adult in it", who=("staff",)),
    ),
    headline=rules.headline,
    restricts=rules.goes_to_process,
    look=rules.look,
    heed=rules.heed,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("involved_staff", "pastoral_leads"),
    writers=("reviewers",),
    duties=(
        Duty(
            slug="question-answered", says="send it back to its author with your question",
            what="Answer the question that the review asks: add to your record",
            owner=ANSWERING, when=rules.is_sent_back, within=SchoolDays(1), evidence=ANSWER,
            basis=GUIDANCE, counts_from="filed", icon="undo-2",
        ),
        Duty(
            slug="change-made", says="ask the behaviour manager to make the change {within}",
            what="Do what the review decided for {pupil}, and note it",
            owner="behaviour_manager", per_role="about", when=rules.changes_something,
            within=SchoolDays(5), evidence=filing("note"), basis=GUIDANCE, counts_from="filed",
            icon="list-checks",
        ),
        Duty(
            slug="to-restricted-process", says="ask the head to take it to the restricted process",
            what="Take the complaint or allegation about the hold of {pupil} to the restricted "
            "process: file a concern", owner="head", per_role="about",
            when=rules.goes_to_process, within=AtOnce(), evidence=filing("concern"),
            basis="Keeping Children Safe in Education, part four: allegations about staff",
            urgent=True, counts_from="filed", icon="shield",
        ),
    ),
    search=("will_change", "question"),
    measures=(Measure("hold_reviews", "Reviews of holds"),),
    export=(
        "stage", "necessary", "proportionate", "least_restrictive", "followed_plan",
        "lead_considered", "will_change", "outcome", "question",
    ),
    is_evidence=rules.settles,
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=rules.forget,
    basis=(GUIDANCE,),
    serves=("S1", "S9"),
)  # fmt: skip
