"""The declaration of first aid."""

from handrail.core.school_days import AtOnce, SameSchoolDay
from handrail.kinds.first_aid.forms import FirstAidForm
from handrail.kinds.first_aid.models import FirstAid
from handrail.kinds.first_aid.rules import forget, headline, is_head_injury, is_pupil, is_small
from handrail.records.kind import (
    AUTHOR,
    Also,
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
    slug="first_aid",
    version=1,
    label="First aid",
    one="first aid record",
    plural="First aid records",
    icon="bandage",
    capture=Capture(
        tile="First aid",
        order=4,
        later=("cause", "treated_at", "told"),
        also=(Also("concern", "Worried"),),
    ),
    detail=FirstAid,
    form=FirstAidForm,
    roles=(
        Role("hurt", "Hurt or ill", who=("pupil", "staff"), least=1),
        Role("witness", "Witness", who=("pupil", "staff")),
    ),
    words=(
        WordList(
            "injury",
            "What is it?",
            required=True,
            starters=(
                W("Graze"), W("Bump"), W("Bruise"), W("Cut"), W("Nosebleed"), W("Bite"), W("Sting"),
                W("Sprain or twist"), W("Burn or scald"), W("Felt sick"), W("Was sick"),
                W("Headache"), W("Asthma"), W("Seizure"), W("Allergic reaction"),
            ),
        ),
        WordList(
            "where",
            "Where on the body?",
            starters=(
                W("Head"), W("Head: face", slug="head-face"), W("Neck"), W("Arm"), W("Hand"),
                W("Chest"), W("Back"), W("Tummy"), W("Leg"), W("Knee"), W("Foot"),
            ),
        ),
        WordList(
            "treatment",
            "What was done?",
            starters=(
                W("Cleaned with water"), W("Plaster"), W("Cold pack"), W("Rest and watch"),
                W("Inhaler"), W("Bandage"), W("Sent home"), W("Ambulance called"), W("Hospital"),
                W("Back to class"),
            ),
        ),
    ),
    headline=headline,
    sensitivity=Sensitivity.ORDINARY,
    readers=("works_with", "involved_staff", "pastoral_leads", "first_aid_office"),
    writers=("any_staff",),
    duties=(
        Duty(
            slug="carer-told-head",
            says="start the clock: carer told of the head injury now",
            what="Ring {pupil}’s carer now: head injury",
            owner=AUTHOR,
            within=AtOnce(),
            evidence=filing("contact"),
            basis="DfE first aid guidance; school practice for head injuries (FA-head)",
            when=is_head_injury,
            per_role="hurt",
            applies_to=is_pupil,
            urgent=True,
            icon="phone",
        ),
        Duty(
            slug="parent-note",
            says="ask the office to send the first-aid note home today",
            what="Send the first-aid note home for {pupil}",
            owner="administrator",
            within=SameSchoolDay(),
            evidence=filing("contact"),
            basis="DfE first aid guidance; EYFS framework: carers told the same day",
            when=is_small,
            per_role="hurt",
            applies_to=is_pupil,
            icon="file-text",
        ),
    ),
    search=("cause", "told"),
    measures=(
        Measure("first_aid", "First aid records"),
        Measure("head_injuries", "Head injuries", where={"head_injury": True}),
        Measure("by_injury", "By injury", list="injury"),
    ),
    export=("injury", "where", "treatment", "head_injury", "cause", "treated_at", "told"),
    retention=Retention(25, "date of birth", "Limitation Act 1980; school policy"),
    forget=forget,
    basis=("Health and Safety (First-Aid) Regulations 1981", "DfE first aid in schools guidance"),
    serves=("P9", "S3", "S11"),
)  # fmt: skip
