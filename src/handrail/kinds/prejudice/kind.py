"""The declaration of bullying or prejudice."""

from datetime import timedelta

from handrail.core.school_days import AtOnce, SameSchoolDay, SchoolDays
from handrail.kinds.prejudice import rules
from handrail.kinds.prejudice.forms import OtherForm, PrejudiceForm
from handrail.kinds.prejudice.models import Other, Prejudice
from handrail.kinds.prejudice.words import WORDS
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
    Rows,
    Step,
    filing,
)  # fmt: skip
from handrail.records.sensitivity import Sensitivity

ACT = "Equality Act 2010 section 149 (public sector equality duty)"
BEHAVIOUR = "Education and Inspections Act 2006 section 89: preventing bullying"
KCSIE = "Keeping Children Safe in Education: child-on-child abuse"
PRACTICE = "School anti-bullying policy"

DUTIES = (
    Duty(
        slug="manager-reads", says="tell the behaviour manager now",
        what="Read what was recorded of bullying or prejudice", owner="behaviour_manager",
        within=AtOnce(), evidence=READING, basis=f"{PRACTICE}; {BEHAVIOUR}", urgent=True,
        counts_from="filed", icon="bell", ladder=(Step(timedelta(hours=4), "head"),),
    ),
    Duty(
        slug="lead-reads", says="tell the designated lead now",
        what="Read what was recorded: sexual or extremist", owner="designated_lead",
        when=rules.needs_lead, within=AtOnce(), evidence=READING,
        basis=f"{KCSIE}; the Prevent duty", urgent=True, counts_from="filed", icon="bell",
        ladder=(Step(timedelta(minutes=30), "deputy_lead"), Step(timedelta(hours=2), "head")),
    ),
    Duty(
        slug="carer-of-target-told", says="start the clock: the target’s carer told today",
        what="Tell {pupil}’s carer what happened and what is being done", owner=AUTHOR,
        per_role="target", applies_to=rules.is_pupil, within=SameSchoolDay(),
        evidence=filing("contact"), basis=f"{PRACTICE}; DfE Preventing and tackling bullying",
        icon="phone",
    ),
    Duty(
        slug="carer-of-responsible-told",
        says="start the clock: the carer of whoever is responsible told today",
        what="Tell {pupil}’s carer what happened, without the other child’s name", owner=AUTHOR,
        per_role="responsible", applies_to=rules.is_pupil, within=SameSchoolDay(),
        evidence=filing("contact"), basis=f"{PRACTICE}; DfE Preventing and tackling bullying",
        icon="phone",
    ),
    Duty(
        slug="written-whole", says="ask you for the rest before you go home",
        what="Complete the record of bullying or prejudice", owner=AUTHOR,
        when=rules.is_incomplete, within=SameSchoolDay(), evidence=COMPLETE,
        basis=f"{ACT}: what a return is made from", icon="pencil",
    ),
    Duty(
        slug="stopped-at-one-week", says="ask the target {within} whether it has stopped",
        what="Ask {pupil} whether it has stopped", owner="behaviour_manager", per_role="target",
        within=SchoolDays(5), evidence=filing("prejudice_check"),
        basis=f"{PRACTICE}: one week after", icon="repeat",
    ),
    Duty(
        slug="stopped-at-four-weeks", says="ask the target again {within}",
        what="Ask {pupil} again whether it has stopped", owner="behaviour_manager",
        per_role="target", within=SchoolDays(20), evidence=filing("prejudice_check"),
        satisfied_by=rules.asked_after_four_weeks, basis=f"{PRACTICE}: four weeks after",
        icon="repeat",
    ),
)  # fmt: skip

KIND = Kind(
    slug="prejudice",
    version=1,
    label="Bullying or prejudice",
    one="record of bullying or prejudice",
    beside_any="Bullying or prejudice",
    plural="Bullying and prejudice",
    icon="scale",
    capture=Capture(
        tile="Bullying, prejudice",
        order=7,
        words_label="What happened, and what was said back",
        words_hint="Facts first. The exact words have a field of their own.",
        later=("words_used", "seen_by", "setting", "history", "earlier", "effect", "police"),
        also=(Also("first_aid", "Someone is hurt"), Also("concern", "Worried")),
    ),
    detail=Prejudice,
    form=PrejudiceForm,
    roles=(
        Role("target", "Target", who=("pupil", "staff"), after=("affected", "hurt", "about")),
        Role("responsible", "Responsible", who=("pupil", "staff"), after=("did_it",)),
        Role("witness", "Was there", who=("pupil", "staff"), after=("witness", "adult", "with")),
    ),
    words=WORDS,
    rows=(
        Rows("others", "Somebody who is not a pupil or on the staff here", "person", Other,
             OtherForm, hint="A parent, a visitor, somebody online, nobody known: described, "
             "without a name where that is possible."),
    ),
    headline=rules.headline,
    missing=rules.missing,
    restricts=rules.accuses_staff,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("involved_staff", "pastoral_leads"),
    writers=("any_staff",),
    duties=DUTIES,
    search=("words_used", "effect"),
    measures=(
        Measure("prejudice", "Bullying and prejudice"),
        Measure("by_characteristic", "Because of what", list="characteristic"),
        Measure("by_how", "What was done", list="how"),
    ),
    export=(
        "how", "characteristic", "link", "sort", "words_used", "seen_by", "setting", "history",
        "earlier", "effect", "police", "challenge", "support", "work", "others",
    ),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=rules.forget,
    basis=(ACT, BEHAVIOUR, KCSIE),
    serves=("S2", "S6", "P11"),
)  # fmt: skip
