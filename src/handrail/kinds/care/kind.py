"""The declaration of personal care."""

from handrail.core.school_days import SameSchoolDay
from handrail.kinds.care import rules
from handrail.kinds.care.forms import CareForm
from handrail.kinds.care.models import Care
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
    slug="care",
    version=1,
    label="Personal care",
    one="record of personal care",
    plural="Personal care",
    icon="droplet",
    capture=Capture(
        tile="Personal care",
        order=7,
        words_label="What the child said, or anything else",
        words_hint="Few words, and such as the child may read one day.",
        later=("used", "until"),
        also=(Also("first_aid", "Someone is hurt"), Also("concern", "Worried")),
    ),
    keeps_files=False,
    detail=Care,
    form=CareForm,
    roles=(
        Role("cared_for", "Cared for", least=1, most=1),
        Role("adult", "Adult who gave it", who=("staff",), author=True),
    ),
    words=(
        WordList(
            "given",
            "What was given?",
            required=True,
            starters=(
                W("Washing"), W("Dressing"), W("Help with the toilet"), W("Changing"),
                W("Help to move"), W("Lifting or hoist"), W("Feeding or drinking"),
                W("Teeth and hair"), W("Period care"),
            ),
        ),
        WordList(
            "seen",
            "Was anything noticed?",
            starters=(
                W("Nothing to note"), W("Sore or red skin"), W("A mark or bruise"), W("In pain"),
                W("Upset"), W("Something said"),
            ),
        ),
    ),
    headline=rules.headline,
    look=rules.look,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("key_adults", "involved_staff", "care_leads"),
    writers=("paid_staff",),
    duties=(
        Duty(
            slug="carer-told-accident",
            says="ask you to tell the carer of the accident today",
            what="Tell {pupil}’s carer of the accident, quietly",
            owner=AUTHOR,
            within=SameSchoolDay(),
            evidence=filing("contact"),
            basis="School practice: a carer is told the same day of an unplanned change",
            when=rules.was_unplanned,
            per_role="cared_for",
            applies_to=rules.is_pupil,
            icon="phone",
        ),
    ),
    search=("noticed",),
    measures=(
        Measure("care", "Personal care"),
        Measure("care_by_sort", "Personal care by sort", list="given"),
        Measure("care_alone", "Personal care without a second adult", where={"second": "nobody"}),
    ),
    export=(
        "given", "seen", "second", "second_why", "share", "willing", "unplanned", "noticed",
        "used", "until",
    ),
    retention=Retention(25, "date of birth", "Health-related pupil record; school policy"),
    forget=rules.forget,
    basis=(
        "Equality Act 2010: no child is refused care or a place for needing it",
        "School policy on intimate and personal care",
    ),
    serves=("P9", "C3"),
)  # fmt: skip
