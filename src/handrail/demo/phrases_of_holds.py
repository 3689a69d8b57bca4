"""What staff and pupils write and say around a hold, in the demonstration."""

from random import Random

FLOOR = (
    "{c} went for another child {p}; I stood between, then held.",
    "{c} kicked at the door and ran at {o}; guided away, then held standing.",
    "{c} climbed onto the table with scissors. Took the scissors, held until calm.",
    "{c} ran for the road side of the gate. Blocked the way and escorted back in.",
)
KEPT_APART = "{c} hit out at everybody near {p}; kept in the Nest, away from them, and watched."
LED_UP = (
    "A game was lost and somebody laughed. {c} had asked twice to leave the room.",
    "Asked to stop drawing for maths. Pushed the tray, then the chair.",
    "Another child took the ball. Shouting for a minute, then hitting.",
)
WHY = (
    "The other child was on the floor and would have been kicked. Words had not been heard.",
    "They were about to be hurt, and nobody else was near enough to move the others.",
    "Glass lay on the floor and they were throwing what came to hand.",
)
ENDED = ("Arms went loose, let go at once and sat beside.", "Asked for water; let go, walked out.")
MEDICAL = (
    "Looked at wrists and arms: no mark. Breathing normal.",
    "Checked by first aid: nothing.",
)
DIFFERENTLY = ("Leave the room at the first ask.", "Two minutes’ warning before the change.")
PUPIL = (
    "I was angry because he laughed. I did not want to hurt anyone.",
    "Nobody listened when I said I wanted to go out.",
    "It was too loud. I calmed down when they counted with me.",
)
ADULT = (
    "Came when I heard shouting. Took the right arm as trained. Moved the class out.",
    "I moved the others away and rang for help. The hold was short and calm.",
)
SEEN = (
    ("Sat on the mat, crying, talking", "much"),
    ("Quieter, asked for the blue cushion", "some"),
    ("Calm, door open", "calm"),
)
DID = {  # the first and the second adult: in a hold, and in seclusion
    False: ("Held on the left, talked", "Held on the right"),
    True: ("Held the door, talked", "Watched through the glass, then sat inside"),
}
CALLS = (
    "Told what happened, why we held, how long, and how they are now. Copy sent by e-mail.",
    "Told at pick-up what happened and what we do next. They thanked us for ringing.",
)
PUPIL_TALKS = (
    "Drew what happened in four pictures. Said the noise was the worst.",
    "Said sorry to the other child at the end, of their own wish.",
)
STAFF_TALKS = (
    "Went through it step by step. Both fine; agreed who leads next time.",
    "The first warning sign was missed. Break offered and taken.",
)
HELPS = ("A way out that needs no asking", "A warning before the change", "Somebody to stand with")
REVIEWS = {  # without a plan in force, and with one
    False: (
        "Read all accounts. Short, needed, and let go at the first sign of calm.",
        "Accounts agree. Calm talk was tried first; we talk about a plan.",
    ),
    True: (
        "Read all accounts. Short, needed, and let go at the first sign of calm.",
        "Accounts agree. The plan’s first steps were tried.",
    ),
}
CHANGES = (
    "A red card on the desk: leave at once, no question asked.",
    "Lunch in the small hall on Mondays, with one adult known to them.",
    "A second adult is trained who knows the plan.",
)
NO_PLAN = "There is no such plan; the review looked at whether one is needed."
NOTHING_CHANGED = "Looked at with the team and with home: it stands as it is."
CHANGED = "Done as the review decided: told the team, put into the plan."
SECLUSION = {
    "seclusion_place": "Nest, with the door held",
    "seclusion_watched_by": "The second adult, through the glass and then inside",
    "seclusion_ended_when": "When they sat down and answered; the door was opened at once.",
}


def by_the_plan(followed: str) -> dict[str, object]:
    """What is answered otherwise where a handling plan and a risk assessment were in force."""
    short = "There was no time for the second choice that it names."
    return {"planned": "planned", "plan_followed": followed, "risk_followed": followed,
            "not_followed_because": short if followed == "partly" else ""}  # fmt: skip


def whole(rng: Random, called: str) -> dict[str, object]:
    """Everything that is asked before going home, where no plan was in force."""
    return {
        "risk_followed": "none",
        "lead_up": rng.choice(LED_UP).replace("{c}", called),
        "tried_minutes": rng.choice((1, 2, 3, 5)),
        "why": rng.choice(WHY),
        "planned": "not_planned",
        "plan_followed": "no_plan",
        "breathing": "normal",
        "distress": rng.choice(("calm", "some", "some", "much")),
        "medical": rng.choice(MEDICAL),
        "damage": rng.choice(("", "", "A cup was broken.")),
        "emergency": "neither",
        "ended": rng.choice(ENDED),
        "pupil_account": rng.choice(("own_words", "scribed", "pictures", "declined")),
        "differently": rng.choice(DIFFERENTLY),
    }
