"""The declaration of asking again whether it has stopped."""

from handrail.core.school_days import AtOnce, SchoolDays
from handrail.kinds.prejudice_check import rules
from handrail.kinds.prejudice_check.forms import PrejudiceCheckForm
from handrail.kinds.prejudice_check.models import PrejudiceCheck
from handrail.records.kind import (
    READING,
    Also,
    Capture,
    Duty,
    Kind,
    Measure,
    Retention,
    Role,
    filing,
)  # fmt: skip
from handrail.records.sensitivity import Sensitivity

PRACTICE = "School anti-bullying policy: until it has stopped"

KIND = Kind(
    slug="prejudice_check",
    version=1,
    label="Has it stopped?",
    one="check that it stopped",
    plural="Checks that it stopped",
    icon="repeat",
    capture=Capture(
        tile="Has it stopped?",
        order=22,
        words_label="What the target said, in their words",
        words_required=True,
        words_hint="Ask where they can speak freely, and not beside whoever did it.",
        also=(Also("concern", "Worried"),),
    ),
    at_desk=True,
    detail=PrejudiceCheck,
    form=PrejudiceCheckForm,
    roles=(Role("about", "Who was asked", who=("pupil", "staff"), least=1),),
    headline=rules.headline,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("involved_staff", "pastoral_leads"),
    writers=("paid_staff",),
    duties=(
        Duty(
            slug="manager-reads",
            says="tell the behaviour manager now that it goes on",
            what="Read this: it has not stopped for {pupil}",
            owner="behaviour_manager",
            within=AtOnce(),
            evidence=READING,
            basis=PRACTICE,
            when=rules.goes_on,
            per_role="about",
            urgent=True,
            icon="bell",
        ),
        Duty(
            slug="stopped-at-one-week",
            says="begin again: ask {within}",
            what="Ask {pupil} whether it has stopped now",
            owner="behaviour_manager",
            within=SchoolDays(5),
            evidence=filing("prejudice_check"),
            basis=PRACTICE,
            when=rules.goes_on,
            per_role="about",
            icon="repeat",
        ),
        Duty(
            slug="stopped-at-four-weeks",
            says="begin again: ask once more {within}",
            what="Ask {pupil} again whether it has stopped now",
            owner="behaviour_manager",
            within=SchoolDays(20),
            evidence=filing("prejudice_check"),
            satisfied_by=rules.asked_after_four_weeks,
            basis=PRACTICE,
            when=rules.goes_on_after_four_weeks,
            per_role="about",
            icon="repeat",
        ),
    ),
    search=("now",),
    measures=(
        Measure("checks", "Checks that it stopped"),
        Measure("stopped", "It has stopped", where={"stopped": "yes"}),
    ),
    export=("stopped", "now"),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=rules.forget,
    basis=(
        "Equality Act 2010 section 149 (public sector equality duty)",
        "Education and Inspections Act 2006 section 89: preventing bullying",
    ),
    serves=("S2", "S6"),
)
