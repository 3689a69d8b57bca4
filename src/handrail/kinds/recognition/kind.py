"""The declaration of recognition."""

from handrail.core.school_days import SchoolDays
from handrail.kinds.recognition.forms import RecognitionForm
from handrail.kinds.recognition.models import Recognition
from handrail.kinds.recognition.rules import forget, headline, wants_home_told
from handrail.records.kind import (
    AUTHOR,
    Capture,
    Duty,
    Kind,
    Measure,
    Retention,
    Role,
    WordList,
    filing,
)  # fmt: skip
from handrail.records.sensitivity import Sensitivity
from handrail.school.words import StarterWord as W

KIND = Kind(
    slug="recognition",
    version=1,
    label="Recognition",
    plural="Recognitions",
    icon="star",
    capture=Capture(tile="Well done", order=1, whole_class=True, later=("share_with_home",)),
    detail=Recognition,
    form=RecognitionForm,
    roles=(Role("pupil", "Recognised", least=1),),
    words=(
        WordList(
            "value",
            "What went well?",
            required=True,
            starters=(
                W("Kindness"), W("Perseverance"), W("Honesty"), W("Respect"), W("Teamwork"),
                W("Used their words"), W("Asked for help"), W("Came back calm"), W("Great effort"),
                W("Helped somebody"),
            ),
        ),
    ),
    headline=headline,
    sensitivity=Sensitivity.ORDINARY,
    readers=("works_with", "involved_staff", "pastoral_leads"),
    writers=("any_staff",),
    duties=(
        Duty(
            slug="good-news-home",
            says="ask you to tell home the good news {within}",
            what="Tell {pupil}’s carer the good news",
            owner=AUTHOR,
            within=SchoolDays(2),
            evidence=filing("contact"),
            basis="School policy: good news goes home",
            when=wants_home_told,
            per_role="pupil",
            icon="phone",
        ),
    ),
    measures=(Measure("recognitions", "Recognitions"),),
    export=("value", "share_with_home"),
    retention=Retention(1, "end of the school year", "School policy"),
    forget=forget,
    basis=("School values and behaviour policy",),
    serves=("P1", "P3", "S5"),
)  # fmt: skip
