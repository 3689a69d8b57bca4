"""The questions that are answered by chips, and the words that a school begins with."""

from handrail.records.kind import WordList
from handrail.school.words import StarterWord as W

WORDS = (
    WordList(
        "sort",
        "What was it?",
        required=True,
        starters=(
            W("Force", slug="force"),
            W("Restraint: held so that they could not move", slug="restraint"),
            W("Restraint without force", slug="non-force-restraint"),
            W("Seclusion: kept alone, could not leave", slug="seclusion"),
        ),
    ),
    WordList(
        "ground",
        "To prevent",
        required=True,
        starters=(
            W("Hurt to the pupil", slug="harm-self"),
            W("Hurt to somebody else", slug="harm-others"),
            W("Damage to property", slug="damage"),
            W("A criminal offence", slug="offence"),
            W("Disorder", slug="disorder"),
        ),
    ),
    WordList(
        "how",
        "How?",
        starters=(
            W("Guided away"), W("Blocked the way"), W("Escorted"), W("Held standing"),
            W("Held seated"), W("Held kneeling"), W("On the ground"), W("Kept in a room"),
            W("Took away an aid they move with", slug="aid-removed"),
        ),
    ),
    WordList(
        "tried",
        "Tried first",
        on_floor=False,
        starters=(
            W("Calm talk"), W("Gave space"), W("Gave two choices"), W("Moved others away"),
            W("Change of adult"), W("Distraction"), W("Reminder of what helps"),
            W("Time with key adult"), W("Took away what could hurt"), W("Called for help"),
            W("No time to try anything", slug="no-time"),
        ),
    ),
    WordList(
        "before",
        "What set it off",
        on_floor=False,
        starters=(
            W("Told no"), W("Asked to stop an activity"), W("Hard work"), W("Noise"),
            W("Another child"), W("Change of plan"), W("Waiting"), W("Something from home"),
            W("Nothing that was seen", slug="nothing-seen"),
        ),
    ),
    WordList(
        "setting",
        "Earlier that day",
        on_floor=False,
        starters=(
            W("Trouble before school"), W("Hungry"), W("Tired"), W("Unwell"),
            W("Medicine missed"), W("A different adult"), W("Change of routine"),
            W("Nothing known", slug="nothing-known"),
        ),
    ),
    WordList(
        "activity",
        "What was going on",
        on_floor=False,
        starters=(
            W("Lesson"), W("Break or lunch"), W("Moving between rooms"), W("Assembly"),
            W("Trip"), W("Coming in or going home"), W("Nothing planned", slug="nothing-planned"),
        ),
    ),
    WordList(
        "signs",
        "How it rose",
        on_floor=False,
        starters=(
            W("Anxious: restless, withdrawn", 1, "anxious"),
            W("Defensive: refusing, shouting", 2, "defensive"),
            W("Crisis: hitting, running, throwing", 3, "crisis"),
            W("No sign before it", 0, "no-sign"),
        ),
    ),
    WordList(
        "degree",
        "How much force",
        many=False,
        on_floor=False,
        starters=(
            W("Light: a guiding hand", 1, "light"), W("Moderate: they could still move", 2,
            "moderate"), W("Firm: they could not move away", 3, "firm"),
            W("No force was used", 0, "none"),
        ),
    ),
    WordList(
        "would_help",
        "What would have helped",
        on_floor=False,
        starters=(
            W("Another adult"), W("A quiet place"), W("An earlier warning"),
            W("A plan that everybody knew"), W("More training"), W("Fewer people around"),
            W("Nothing more", slug="nothing-more"),
        ),
    ),
    WordList(
        "afterwards",
        "Afterwards the pupil",
        on_floor=False,
        many=False,
        starters=(
            W("Went back to class"), W("Stayed in a quiet place"), W("Went home"),
            W("Went to hospital"), W("Left with the police"),
        ),
    ),
    WordList(
        "support",
        "Support afterwards",
        on_floor=False,
        starters=(
            W("Quiet time for the pupil"), W("Time with key adult"), W("Drink or food"),
            W("First aid"), W("Repair between those in it"), W("Break for the adults"),
            W("Talk with a colleague"), W("Medical advice"), W("Offered, not wanted",
            slug="not-wanted"),
        ),
    ),
)  # fmt: skip
