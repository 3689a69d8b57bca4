"""The declaration of concern."""

from datetime import timedelta

from handrail.core.school_days import AtOnce
from handrail.kinds.concern.forms import ConcernForm
from handrail.kinds.concern.models import Concern
from handrail.kinds.concern.rules import forget, headline
from handrail.records.kind import (
    READING,
    Capture,
    Duty,
    Kind,
    Measure,
    Retention,
    Role,
    Step,
    WordList,
)  # fmt: skip
from handrail.records.sensitivity import Sensitivity
from handrail.school.words import StarterWord as W

KIND = Kind(
    slug="concern",
    version=1,
    label="Concern",
    plural="Concerns",
    icon="shield",
    capture=Capture(
        tile="Concern",
        order=3,
        words_label="What you saw and heard",
        words_required=True,
        words_hint="Facts first. If a child told you, write what they said, not what you think.",
    ),
    detail=Concern,
    form=ConcernForm,
    roles=(Role("about", "About", least=1),),
    words=(
        WordList(
            "sort",
            "What is it about?",
            starters=(
                W("Something they said"), W("A mark or injury"), W("Hungry or unkempt"),
                W("How they behave"), W("Something at home"), W("Online"), W("Another child"),
                W("An adult"), W("I am not sure"),
            ),
        ),
    ),
    headline=headline,
    sensitivity=Sensitivity.RESTRICTED,
    readers=("designated_leads", "heads"),
    writers=("any_staff",),
    duties=(
        Duty(
            slug="lead-reads", law=True,
            says="tell the designated lead now; deputies at 15 minutes, the head at 60",
            what="Read this concern",
            owner="designated_lead",
            within=AtOnce(),
            evidence=READING,
            basis="Keeping Children Safe in Education, part one: report at once (SG-tell, SG-ack)",
            counts_from="filed",
            urgent=True,
            ladder=(
                Step(timedelta(minutes=15), "deputy_lead"),
                Step(timedelta(minutes=60), "head"),
            ),
            icon="bell",
        ),
    ),
    search=("exact_words", "done"),
    measures=(Measure("concerns", "Concerns"),),
    export=("sort", "exact_words", "done", "told_in_person"),
    retention=Retention(25, "date of birth", "IRMS toolkit (advice, not law); KCSIE"),
    forget=forget,
    basis=("Keeping Children Safe in Education (statutory guidance)", "Children Act 2004 s.11"),
    serves=("S7", "C1", "C2", "W3"),
)  # fmt: skip
