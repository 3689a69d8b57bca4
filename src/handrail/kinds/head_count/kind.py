"""The declaration of a head-count."""

from datetime import timedelta

from handrail.core.school_days import AtOnce
from handrail.kinds.head_count.forms import HeadCountForm
from handrail.kinds.head_count.models import HeadCount
from handrail.kinds.head_count.rules import forget, headline, missing, somebody_is_missing
from handrail.records.kind import (
    AUTHOR,
    COMPLETE,
    READING,
    Also,
    Capture,
    Duty,
    Kind,
    Measure,
    Retention,
    Role,
    Step,
)  # fmt: skip
from handrail.records.sensitivity import Sensitivity

GUIDANCE = "Keeping Children Safe in Education: children who are absent or missing"

KIND = Kind(
    slug="head_count",
    version=1,
    label="Head-count",
    plural="Head-counts",
    icon="users",
    capture=Capture(
        tile="Somebody missing",
        order=8,
        later=("expected", "present", "found_at", "found_where"),
        words_label="Last seen where, when and by whom",
        also=(Also("concern", "Worried"),),
    ),
    detail=HeadCount,
    form=HeadCountForm,
    roles=(
        Role("missing", "Missing"),
        Role("adult", "Adult of the class or visit", who=("staff",), author=True),
    ),
    headline=headline,
    missing=missing,
    ends_at="found_at",
    sensitivity=Sensitivity.ORDINARY,
    readers=("works_with", "involved_staff", "pastoral_leads", "first_aid_office"),
    writers=("any_staff",),
    duties=(
        Duty(
            slug="office-reads",
            says="tell the office now that somebody is missing, and the head if nobody reads it",
            what="Read now: {pupil} is missing at a head-count",
            owner="administrator",
            within=AtOnce(),
            evidence=READING,
            basis=f"{GUIDANCE}; school procedure. The minutes are ours",
            when=somebody_is_missing,
            per_role="missing",
            urgent=True,
            icon="bell",
            ladder=(
                Step(timedelta(minutes=3), "head"), Step(timedelta(minutes=6), "designated_lead"),
            ),
        ),
        Duty(
            slug="found",
            says="ask you to say when and where they were found",
            what="Say when and where {pupil} was found",
            owner=AUTHOR,
            within=AtOnce(),
            evidence=COMPLETE,
            basis=f"{GUIDANCE}; school procedure. The minutes are ours",
            when=somebody_is_missing,
            per_role="missing",
            urgent=True,
            icon="search",
            ladder=(
                Step(timedelta(minutes=10), "head"),
                Step(timedelta(minutes=20), "designated_lead"),
            ),
        ),
    ),
    search=("found_where",),
    measures=(Measure("head_counts", "Head-counts"), Measure("read", "Read", duty="office-reads")),
    export=("expected", "present", "found_at", "found_where"),
    retention=Retention(6, "end of the school year", "Limitation Act 1980; school policy"),
    forget=forget,
    basis=(GUIDANCE, "Health and Safety at Work etc. Act 1974: supervision"),
    serves=("P8", "P15"),
)  # fmt: skip
