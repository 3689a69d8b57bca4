"""The declaration of a restrictive intervention."""

from datetime import timedelta

from handrail.core.school_days import AtOnce, SameSchoolDay, SchoolDays
from handrail.kinds.hold import rules
from handrail.kinds.hold.field_lists import statutory
from handrail.kinds.hold.forms import HoldForm, InjuryForm, ObservationForm, PartForm
from handrail.kinds.hold.looking import look, watched
from handrail.kinds.hold.models import Hold, Injury, Observation, Part
from handrail.kinds.hold.words import WORDS
from handrail.records.kind import (
    ACCOUNT,
    AUTHOR,
    COMPLETE,
    INVOLVED,
    READING,
    Also,
    Capture,
    Duty,
    Ground,
    Kind,
    Measure,
    Register,
    Retention,
    Role,
    Rows,
    Step,
    filing,
)  # fmt: skip
from handrail.records.sensitivity import Sensitivity

ACT = "Education and Inspections Act 2006 section 93A"
REGULATIONS = "2025 Regulations (No. 2) on seclusion and restraint"
GUIDANCE = "DfE guidance: Restrictive interventions in schools (2026)"
PRACTICE = "School practice after a hold; Team Teach framework"
DECIDERS = ("head", "designated_lead", "deputy_lead")

HARM = Ground(
    slug="harm",
    label="Not told: likely to cause the pupil significant harm",
    asks="Why telling them is likely to harm the pupil significantly",
    posts=DECIDERS,
    then="authority-told",
)
NO_COPY = Ground(
    slug="harm-copy",
    label="No copy: likely to cause the pupil significant harm",
    asks="Why a copy is likely to harm the pupil significantly",
    posts=DECIDERS,
)
WITH_LEAD = Ground(
    slug="with-lead",
    label="With the designated lead",
    asks="Why the designated lead sees to it; only the leads and the head read this",
    posts=("behaviour_manager", *DECIDERS),
    then="lead-sees-to-talk",
    handed_over=True,
    by_record=rules.goes_to_process,
)

DUTIES = (
    Duty(
        slug="written-whole", law=True, says="ask you for the whole record before you go home",
        what="Complete the record of what happened with {pupil}",
        owner=AUTHOR, per_role="held", within=SameSchoolDay(), evidence=COMPLETE,
        basis=f"{ACT}: written as soon as practicable; same day by the guidance (RI-write)",
        ladder=(Step(timedelta(hours=20), "behaviour_manager"),), icon="pencil",
    ),
    Duty(
        slug="accounts", says="ask each other adult for their own account today",
        what="Write your own account of what happened",
        owner=INVOLVED, per_role="adult", within=SameSchoolDay(), evidence=ACCOUNT,
        basis=f"{GUIDANCE}; separate accounts of everyone involved", icon="pencil",
        ladder=(Step(timedelta(hours=20), "behaviour_manager"),),
    ),
    Duty(
        slug="witness-accounts", says="ask each adult who saw it for their own account",
        what="Write your own account of what you saw",
        owner=INVOLVED, per_role="witness", applies_to=rules.is_adult, within=SchoolDays(1),
        evidence=ACCOUNT, basis=f"{GUIDANCE}; separate accounts of everyone involved",
        icon="pencil", ladder=(Step(timedelta(hours=44), "behaviour_manager"),),
    ),
    Duty(
        slug="parent-told", law=True, says="start the clock: each parent told the same school day",
        what="Tell {carer} what happened with {pupil}",
        owner=AUTHOR, per_role="held", per_carer=True, decider="head",
        applies_to=rules.parents_are_told, within=SameSchoolDay(), evidence=filing("contact"),
        basis=f"{ACT}: each parent, as soon as practicable (RI-parent)",
        grounds=(HARM,), icon="phone", ladder=(Step(timedelta(hours=20), "head"),),
    ),
    Duty(
        slug="parent-copy", law=True,
        says="start the clock: each parent given a copy of the record",
        what="Give {carer} a copy of the record about {pupil}",
        owner="behaviour_manager", per_role="held", per_carer=True, decider="head",
        applies_to=rules.parents_are_told, when=rules.must_be_copied, within=SchoolDays(1),
        evidence=filing("contact"), satisfied_by=rules.copy_was_given,
        basis=f"{REGULATIONS}: a copy as soon as practicable (RI-copy)",
        grounds=(NO_COPY,), icon="file-text",
    ),
    Duty(
        slug="authority-told", law=True, to_professional=True,
        says="tell the local authority today",
        what="Tell the local authority where {pupil} lives: no parent was told",
        owner="head", per_role="held", begun_by="harm", within=SameSchoolDay(),
        evidence=filing("contact"),
        basis=f"{ACT}: the local authority where no parent may be told (RI-LA)",
        urgent=True, icon="phone",
    ),
    Duty(
        slug="social-worker-told", private=True, to_professional=True, per_role="held",
        owner="designated_lead",
        says="ask the designated lead to tell the social worker today",
        what="Tell {pupil}’s social worker",
        applies_to=rules.has_social_worker, within=SameSchoolDay(), evidence=filing("contact"),
        basis="Keeping Children Safe in Education: working with social care", icon="phone",
    ),
    Duty(
        slug="virtual-school-told", private=True, to_professional=True, per_role="held",
        owner="designated_lead",
        says="ask the designated lead to tell the virtual school",
        what="Tell the virtual school about {pupil}",
        applies_to=rules.is_in_care, within=SchoolDays(1), evidence=filing("contact"),
        basis="DfE: promoting the education of looked-after children", icon="phone",
    ),
    Duty(
        slug="medical-check", says="ask for a medical check and its record now",
        what="Check {each} and record the first aid", owner=AUTHOR,
        for_each=rules.checks_of_held, when=rules.needs_medical_check, within=AtOnce(),
        evidence=filing("first_aid"),
        basis=f"{GUIDANCE}: check after the ground or an injury (RI-medical)",
        urgent=True, icon="heart-pulse",
    ),
    Duty(
        slug="first-aid-of-others", for_each=rules.others_hurt, within=SameSchoolDay(),
        says="ask for a first aid record of everybody else who was hurt",
        what="Record the first aid for {each}", owner=AUTHOR, evidence=filing("first_aid"),
        basis="Health and Safety (First-Aid) Regulations 1981; accident book (1979 Regulations)",
        icon="bandage",
    ),
    Duty(
        slug="lead-reads", says="tell the designated lead now",
        what="Read what happened with {pupil}", owner="designated_lead", within=AtOnce(),
        when=rules.is_grave, per_role="held", evidence=READING, counts_from="filed",
        basis="School safeguarding policy; Keeping Children Safe in Education", urgent=True,
        icon="bell", ladder=(Step(timedelta(minutes=30), "deputy_lead"),),
    ),
    Duty(
        slug="pupil-debrief", says="ask for the talk with the pupil {within}",
        what="Talk it through with {pupil}, and record it", owner=AUTHOR, per_role="held",
        within=SchoolDays(2), evidence=filing("debrief"), satisfied_by=rules.spoke_with_pupil,
        grounds=(WITH_LEAD,), basis=f"{PRACTICE} (RI-review)", icon="message-circle",
    ),
    Duty(
        slug="lead-sees-to-talk", says="ask the designated lead to see to the talk with the pupil",
        what="See that somebody talks it through with {pupil}, and record it",
        owner="designated_lead", per_role="held", begun_by="with-lead", within=SchoolDays(2),
        evidence=filing("debrief"), satisfied_by=rules.spoke_with_pupil,
        basis=f"{PRACTICE} (RI-review)", icon="message-circle",
    ),
    Duty(
        slug="staff-debrief", says="ask for the talk with the adults {within}",
        what="Talk it through with the adults who were in it with {pupil}",
        owner="behaviour_manager", per_role="held", within=SchoolDays(2),
        evidence=filing("debrief"), satisfied_by=rules.spoke_with_staff,
        grounds=(WITH_LEAD,), basis=f"{PRACTICE} (RI-review)", icon="message-circle",
    ),
    Duty(
        slug="manager-reviews", says="ask the behaviour manager to review it {within}",
        what="Review the restrictive intervention with {pupil}", owner="behaviour_manager",
        per_role="held", within=SchoolDays(1), evidence=filing("hold_review"),
        satisfied_by=rules.manager_signed, grounds=(WITH_LEAD,), basis=f"{PRACTICE} (RI-review)",
        icon="clipboard-check", ladder=(Step(timedelta(days=2), "head"),),
    ),
    Duty(
        slug="head-signs", says="ask the head to sign the register entry",
        what="Sign the entry about {pupil}", owner="head", per_role="held",
        within=SchoolDays(3), evidence=filing("hold_review"), satisfied_by=rules.head_signed,
        grounds=(WITH_LEAD,), basis=f"{GUIDANCE}: leaders review each one", icon="clipboard-check",
    ),
    Duty(
        slug="plan-looked-at",
        says="ask for the handling plan to be looked at {within}",
        what="Look at {pupil}’s handling plan again", owner="behaviour_manager", per_role="held",
        within=SchoolDays(5), evidence=filing("handling_plan"), basis=f"{PRACTICE} (RI-review)",
        icon="file-text",
    ),
    Duty(
        slug="risk-looked-at", says="ask for the risk assessment to be looked at as well",
        what="Look at {pupil}’s risk assessment again", owner="behaviour_manager",
        per_role="held", within=SchoolDays(5), evidence=filing("risk_assessment"),
        basis=f"{PRACTICE} (RI-review)", icon="file-text",
    ),
    Duty(
        slug="riddor", says="ask the head whether the injury must be reported",
        what="Decide whether the injury must be reported (RIDDOR)", owner="head",
        when=rules.staff_hurt, within=SchoolDays(1), evidence=filing("note"),
        basis="Reporting of Injuries, Diseases and Dangerous Occurrences Regulations 2013 (RID-10)",
        icon="triangle-alert",
    ),
)  # fmt: skip

KIND = Kind(
    slug="hold",
    version=3,
    label="Restrictive intervention",
    one="restrictive intervention",
    plural="Restrictive interventions",
    icon="hand",
    capture=Capture(
        tile="Held or blocked",
        order=6,
        words_label="What happened, in your words",
        words_required=True,
        words_hint="One sentence now. The rest before you go home.",
        later=(
            "lead_up", "tried_minutes", "why", "planned", "plan_followed", "risk_followed",
            "not_followed_because", "breathing", "distress", "medical", "damage", "emergency",
            "ended", "pupil_account", "differently", "seclusion_place", "seclusion_watched_by",
            "seclusion_ended_when", "late_because",
        ),
        also=(
            Also("first_aid", "Someone is hurt"),
            Also("concern", "Worried"),
        ),
    ),
    detail=Hold,
    form=HoldForm,
    roles=(
        Role("held", "Held", least=1, most=1, after=("did_it",)),
        Role("adult", "Adult in it", who=("staff",), author=True),
        Role("witness", "Witness", who=("pupil", "staff")),
    ),
    words=WORDS,
    rows=(
        Rows("parts", "Each part of it", "part", Part, PartForm, most=20, fetch=("technique",),
             hint="One part for each technique, position or place: from when until when, who, and "
             "what each did. If one that stands lacks something, add it again from the same time."),
        Rows("observations", "Seclusion: each time somebody looked", "look", Observation,
             ObservationForm, most=40, on_floor=True, by_writer="by",
             hint="If one that stands lacks something, add it again at the same time."),
        Rows("injuries", "Who was hurt", "injury", Injury, InjuryForm,
             hint="First aid has a record of its own, linked to this one."),
    ),
    headline=rules.headline,
    missing=rules.missing,
    asked_since={"risk_followed": 2, "not_followed_because": 2, "looks_whole": 3},
    asks={
        "pupil_words": "The pupil’s words, or what they showed: write them down",
        "looks_whole": "Seclusion: who looked, breathing and distress, for each look",
    },
    answered_in={"looks_whole": "observations"},
    statutory=statutory(),
    look=look,
    watched=watched,
    register=Register(
        title="Register of restrictive interventions", one="entry",
        basis=f"{ACT}; {GUIDANCE}. Numbered and gap-free by good practice.",
        signed="head-signs",
    ),
    sensitivity=Sensitivity.SENSITIVE,
    readers=("involved_staff", "pastoral_leads"),
    writers=("paid_staff",),
    duties=DUTIES,
    search=(
        "lead_up", "why", "not_followed_because", "ended", "medical", "damage", "differently",
    ),
    measures=(
        Measure("holds", "Restrictive interventions"),
        Measure("by_sort", "By sort", list="sort"),
        Measure("by_ground", "By ground relied on", list="ground"),
        Measure("by_technique", "By technique", rows="parts", column="technique"),
        Measure("by_degree", "By how much force", list="degree"),
        Measure("by_before", "By what set it off", list="before"),
        Measure("minutes", "Minutes", rows="parts", column="minutes", adds=True),
        Measure("injured", "Who was hurt", rows="injuries", column="whose"),
        Measure("told", "Each parent told", duty="parent-told"),
        Measure("reviewed", "What changed after reviews", column="will_change",
                filed_for="hold_review"),
    ),
    export=(
        "sort", "ground", "how", "tried", "before", "setting", "activity", "signs", "degree",
        "would_help", "afterwards", "minutes", "anybody_hurt", "lead_up",
        "tried_minutes", "why", "planned", "plan_followed", "risk_followed",
        "not_followed_because", "breathing", "distress", "medical", "damage", "emergency", "ended",
        "pupil_account", "support", "differently", "parts", "observations", "injuries",
    ),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=rules.forget,
    basis=(ACT, REGULATIONS, GUIDANCE),
    serves=("S1", "S9", "P4", "P9"),
)  # fmt: skip
