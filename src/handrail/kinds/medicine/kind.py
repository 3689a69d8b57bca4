"""The declaration of a dose of medicine."""

from handrail.core.school_days import AtOnce, SameSchoolDay
from handrail.kinds.medicine import rules
from handrail.kinds.medicine.forms import DoseForm
from handrail.kinds.medicine.models import Dose
from handrail.records.kind import (
    AUTHOR,
    Also,
    Capture,
    Duty,
    Kind,
    Measure,
    Retention,
    Role,
    filing,
)
from handrail.records.sensitivity import Sensitivity

GUIDANCE = "DfE: Supporting pupils at school with medical conditions (December 2015)"

KIND = Kind(
    slug="medicine",
    version=1,
    label="Medicine",
    one="record of a medicine",
    plural="Medicines given",
    icon="heart-pulse",
    capture=Capture(
        tile="Medicine",
        order=7,
        later=("effects",),
        also=(Also("first_aid", "Someone is hurt or ill"), Also("concern", "Worried")),
    ),
    from_address=("medicine", "dose", "as_needed"),
    detail=Dose,
    form=DoseForm,
    roles=(
        Role("takes", "Takes it", least=1, most=1),
        Role("adult", "Adult who gave it", who=("staff",), author=True),
        Role("witness", "Witness", who=("staff",)),
    ),
    headline=rules.headline,
    look=rules.look,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("works_with", "involved_staff", "care_leads", "first_aid_office"),
    writers=("paid_staff",),
    duties=(
        Duty(
            slug="carer-told-not-taken",
            says="start the clock: tell the carer now that it was not taken",
            what="Tell {pupil}’s carer now: a medicine was not taken",
            owner=AUTHOR,
            within=AtOnce(),
            evidence=filing("contact"),
            basis=f"{GUIDANCE}: parents are told of a refusal; at once is ours",
            when=rules.was_not_taken,
            per_role="takes",
            applies_to=rules.is_pupil,
            urgent=True,
            icon="phone",
        ),
        Duty(
            slug="carer-told-as-needed",
            says="ask you to tell the carer today that it was given",
            what="Tell {pupil}’s carer: a medicine was given as needed",
            owner=AUTHOR,
            within=SameSchoolDay(),
            evidence=filing("contact"),
            basis=f"{GUIDANCE}: parents are informed; the same day is practice",
            when=rules.was_as_needed,
            per_role="takes",
            applies_to=rules.is_pupil,
            icon="phone",
        ),
    ),
    search=("medicine", "because", "effects"),
    measures=(
        Measure("medicines", "Doses written down"),
        Measure("medicines_refused", "Medicines refused", where={"outcome": "refused"}),
        Measure("medicines_not_given", "Medicines not given", where={"outcome": "not_given"}),
    ),
    export=("medicine", "outcome", "dose", "because", "as_needed", "count_left", "effects"),
    retention=Retention(25, "date of birth", "Health-related pupil record; school policy"),
    forget=rules.forget,
    basis=("Children and Families Act 2014 section 100", GUIDANCE),
    serves=("P9", "S3", "C3"),
)
