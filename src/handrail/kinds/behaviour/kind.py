"""The declaration of behaviour."""

from handrail.core.school_days import AtOnce, SameSchoolDay, SchoolDays
from handrail.kinds.behaviour.forms import BehaviourForm
from handrail.kinds.behaviour.models import Behaviour
from handrail.kinds.behaviour.rules import forget, headline, is_top_level, wants_restorative_talk
from handrail.records.kind import (
    AUTHOR,
    READING,
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
    slug="behaviour",
    version=1,
    label="Behaviour",
    one="behaviour record",
    plural="Behaviour records",
    icon="triangle-alert",
    capture=Capture(
        tile="Behaviour",
        order=2,
        whole_class=True,
        later=("followed", "minutes", "restorative"),
        also=(
            Also("hold", "I held or blocked"),
            Also("removal", "Removed from class"),
            Also("first_aid", "Someone is hurt"),
            Also("concern", "Worried"),
        ),
    ),
    detail=Behaviour,
    form=BehaviourForm,
    roles=(
        Role("did_it", "Did it"),
        Role("affected", "Affected", who=("pupil", "staff")),
        Role("witness", "Witness", who=("pupil", "staff")),
    ),
    words=(
        WordList(
            "seen",
            "What did you see?",
            required=True,
            starters=(
                W("Refused", 1), W("Left the room", 2), W("Hit out", 3), W("Threw things", 3),
                W("Shouted", 1), W("Off task", 1), W("Disrupted others", 2), W("Unkind words", 2),
                W("Swore", 2), W("Kicked", 3), W("Bit", 3), W("Spat", 3), W("Damaged property", 3),
                W("Left the school site", 4), W("Hurt themselves", 4),
                W("Used an object to hurt", 4),
            ),
        ),
        WordList(
            "before",
            "Just before",
            starters=(
                W("Asked to stop an activity"), W("Hard work"), W("Another child"), W("Noise"),
                W("Told no"), W("Waiting"), W("Change of plan"), W("Coming in from break"),
                W("Attention elsewhere"), W("Nothing I could see", slug="nothing-seen"),
            ),
        ),
        WordList(
            "done",
            "What was done",
            on_floor=False,
            starters=(
                W("Gave two choices"), W("Calm talk"), W("Gave space"), W("Moved the group"),
                W("Moved place"), W("Reminder of the rule"), W("Break card"),
                W("Time with key adult"), W("Called for help"), W("Lost playtime"),
            ),
        ),
        WordList(
            "level",
            "Level",
            many=False,
            on_floor=False,
            starters=(
                W("Level 1: low", 1, "level-1"), W("Level 2: disrupts", 2, "level-2"),
                W("Level 3: harms or could", 3, "level-3"), W("Level 4: danger", 4, "level-4"),
            ),
        ),
    ),
    headline=headline,
    sensitivity=Sensitivity.ORDINARY,
    readers=("works_with", "involved_staff", "pastoral_leads"),
    writers=("any_staff",),
    duties=(
        Duty(
            slug="behaviour-manager-reads",
            says="tell the behaviour manager now",
            what="Read what happened with {pupil}",
            owner="behaviour_manager",
            within=AtOnce(),
            evidence=READING,
            basis="School behaviour policy; DfE Behaviour in schools (2024)",
            when=is_top_level,
            urgent=True,
            icon="bell",
        ),
        Duty(
            slug="carer-told",
            says="start the clock: carer told the same school day",
            what="Tell {pupil}’s carer what happened",
            owner=AUTHOR,
            within=SameSchoolDay(),
            evidence=filing("contact"),
            basis="School behaviour policy; DfE Behaviour in schools (2024)",
            when=is_top_level,
            per_role="did_it",
        ),
        Duty(
            slug="restorative-talk",
            says="ask you for the restorative talk {within}",
            what="Hold the restorative talk with {pupil}, and note it",
            owner=AUTHOR,
            within=SchoolDays(2),
            evidence=filing("note"),
            basis="School behaviour policy: repair after harm",
            when=wants_restorative_talk,
            per_role="did_it",
            icon="message-circle",
        ),
    ),
    search=("followed",),
    measures=(
        Measure("behaviour", "Behaviour records"),
        Measure("by_seen", "By what was seen", list="seen"),
        Measure("by_level", "By level", list="level"),
        Measure("by_before", "By what came before", list="before"),
        Measure("minutes", "Minutes it went on", column="minutes", adds=True),
        Measure("told", "Carer told", duty="carer-told"),
    ),
    export=("seen", "before", "done", "level", "followed", "minutes", "restorative"),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=forget,
    basis=("Education and Inspections Act 2006 s.89", "DfE Behaviour in schools (2024)"),
    serves=("P1", "P2", "S9"),
)  # fmt: skip
