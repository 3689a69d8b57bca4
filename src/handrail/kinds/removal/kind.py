"""The declaration of a removal from the classroom.

It is a sanction. A hold, time out that a plan agrees on, and being kept somewhere alone and unable
to leave are none of them this: each has a record of its own.
"""

from datetime import timedelta

from handrail.core.school_days import SameSchoolDay
from handrail.kinds.removal.forms import RemovalForm
from handrail.kinds.removal.looking import look
from handrail.kinds.removal.models import Removal
from handrail.kinds.removal.rules import forget, headline, missing
from handrail.records.kind import (
    AUTHOR,
    COMPLETE,
    Also,
    Capture,
    Duty,
    Kind,
    Measure,
    Retention,
    Role,
    Step,
    WordList,
    filing,
)  # fmt: skip
from handrail.records.sensitivity import Sensitivity
from handrail.school.words import StarterWord as W

GUIDANCE = "DfE Behaviour in schools (2024): removal from classrooms"

KIND = Kind(
    slug="removal",
    version=1,
    label="Out of class",
    one="record of time out of class",
    plural="Removals from class",
    icon="log-out",
    capture=Capture(
        tile="Out of class",
        order=7,
        later=("ended", "ended_at", "work"),
        also=(Also("concern", "Worried"),),
    ),
    detail=Removal,
    form=RemovalForm,
    roles=(
        Role("removed", "Out of class", least=1, most=1, after=("did_it",)),
        Role("with", "With them", who=("staff",)),
    ),
    words=(
        WordList(
            "why",
            "Why?",
            starters=(
                W("Disrupted others"), W("Refused after reminders"), W("Not safe for others"),
                W("Not safe for themselves"), W("Unkind to somebody"), W("Damaged things"),
            ),
        ),
        WordList(
            "went_to",
            "Where to?",
            many=False,
            starters=(
                W("Another class"), W("A leader’s room"), W("Removal room"), W("Support base"),
                W("Library"), W("Corridor, with an adult", slug="corridor"),
            ),
        ),
    ),
    headline=headline,
    missing=missing,
    ends_at="ended_at",
    look=look,
    asks={"with_adult": "Which adult was with them"},
    answered_in={"with_adult": "with"},
    sensitivity=Sensitivity.ORDINARY,
    readers=("works_with", "involved_staff", "pastoral_leads"),
    writers=("paid_staff",),
    duties=(
        Duty(
            slug="written-whole",
            says="ask you today where they went, with whom, and when they came back",
            what="Complete the record of {pupil}’s time out of class",
            owner=AUTHOR,
            within=SameSchoolDay(),
            evidence=COMPLETE,
            basis=f"{GUIDANCE} is recorded, monitored and analysed",
            per_role="removed",
            ladder=(Step(timedelta(hours=20), "behaviour_manager"),),
            icon="pencil",
        ),
        Duty(
            slug="carer-told",
            says="start the clock: carer told the same school day",
            what="Tell {pupil}’s carer about the time out of class",
            owner=AUTHOR,
            within=SameSchoolDay(),
            evidence=filing("contact"),
            basis=f"{GUIDANCE}: parents told the same day (RM-parent)",
            per_role="removed",
            icon="phone",
        ),
    ),
    search=("work",),
    measures=(
        Measure("removals", "Removals from class"),
        Measure("by_why", "By reason", list="why"),
        Measure("by_where", "By where they went", list="went_to"),
        Measure("minutes", "Minutes out of class", column="ended_at", adds=True),
        Measure("told", "Carer told", duty="carer-told"),
    ),
    export=("why", "went_to", "ended", "ended_at", "work"),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=forget,
    basis=(GUIDANCE, "Education and Inspections Act 2006 s.91"),
    serves=("P6", "P1"),
)  # fmt: skip
