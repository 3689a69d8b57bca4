"""What staff write: plain sentences by what was seen, what came before, and what was done."""

# {c} the child as called, {p} the place with "in" or "on", {w} somebody at home, {o} another child
SEEN = {
    "refused": (
        "{c} would not start the work and put the pencil down.",
        "{c} said no when asked to come in and stayed {p}.",
        "{c} sat under the table {p} and would not come out.",
        "Asked three times to line up. {c} stayed where {c} was.",
    ),
    "left-the-room": (
        "{c} walked out without asking and stood in the corridor.",
        "{c} got up, kicked the chair back and left.",
        "{c} ran out {p} and went to the library corner.",
    ),
    "hit-out": (
        "{c} hit {o} on the arm with an open hand, twice.",
        "{c} swung at {o} {p} and caught the shoulder.",
        "{c} pushed {o} over and hit out when an adult came close.",
    ),
    "threw-things": (
        "{c} threw a pot of pencils across the table.",
        "{c} threw a chair {p}. Nobody was near it.",
        "{c} swept the trays off the side and threw a book.",
    ),
    "shouted": (
        "{c} shouted over the teacher for several minutes.",
        "{c} shouted at {o} {p} and would not lower the voice.",
    ),
    "off-task": (
        "{c} did two lines in the whole lesson and talked to {o}.",
        "{c} was turning round and playing with a ruler.",
        "{c} wandered {p} instead of finishing the task.",
    ),
    "disrupted-others": (
        "{c} made noises so that the table could not work.",
        "{c} took things from {o} and hid them.",
        "{c} called out the answers and laughed when others spoke.",
    ),
    "unkind-words": (
        "{c} told {o} that nobody wanted to play.",
        "{c} called {o} names {p}; two others heard it.",
    ),
    "swore": ("{c} swore at {o} {p}.", "{c} swore under the breath, then out loud at an adult."),
    "kicked": ("{c} kicked {o} on the shin {p}.", "{c} kicked the door and then an adult’s leg."),
    "bit": ("{c} bit {o} on the forearm. The skin was not broken.",),
    "spat": ("{c} spat at {o} {p}.", "{c} spat on the floor and towards an adult."),
    "damaged-property": (
        "{c} tore the display {p} and snapped two rulers.",
        "{c} pulled the coat pegs off the wall.",
    ),
    "left-the-school-site": (
        "{c} went over the low fence by the field. Two of us followed and walked back together.",
        "{c} got out of the gate behind a delivery. Back on site in four minutes.",
    ),
    "hurt-themselves": (
        "{c} banged the head against the wall three times before we could put a cushion there.",
        "{c} scratched both arms and pulled at the hair.",
    ),
    "used-an-object-to-hurt": (
        "{c} hit {o} with a ruler across the back of the hand.",
        "{c} threw a stone {p} that hit {o} on the leg.",
    ),
}
BEFORE = {
    "asked-to-stop-an-activity": ("I had just said that computer time was over.", "We were tidying up the lego."),
    "hard-work": ("It was the second page of long division.", "The writing task had just been given out."),
    "another-child": ("{o} had taken the place next to the radiator.", "There had been words with {o} in the line."),
    "noise": ("The hall was very loud.", "Three tables were working at once."),
    "told-no": ("I had said no to a second turn.", "The answer to going out early was no."),
    "waiting": ("We had been waiting at the door for some time.", "The queue for lunch was long."),
    "change-of-plan": ("PE had been moved to Thursday.", "There was a supply teacher and no warning."),
    "coming-in-from-break": ("The class had just come in from the yard.", "The game outside had ended in an argument."),
    "attention-elsewhere": ("I was helping another table.", "The visitor had everybody’s attention."),
    "nothing-seen": ("I saw nothing that could have set it off.",),
}  # fmt: skip
DONE = {
    "gave-two-choices": ("I gave two choices and waited.",),
    "calm-talk": ("We talked quietly for a few minutes.", "I spoke low and kept it short."),
    "gave-space": ("I stepped back and gave space.", "Everyone moved away and it went quiet."),
    "moved-the-group": ("The others went to the hall with the assistant.",),
    "moved-place": ("{c} worked at the side table after that.",),
    "reminder-of-the-rule": ("I reminded {c} of our rule and why we have it.",),
    "break-card": ("The break card was used and it helped.",),
    "time-with-key-adult": ("Ten minutes with the key adult, then back.",),
    "called-for-help": ("I sent the red card and help came at once.",),
    "lost-playtime": ("Five minutes of playtime were spent putting it right.",),
}
FOLLOWED = (
    "Back with the class after {m} minutes and joined in.", "Calm after {m} minutes. Said sorry without being asked.",
    "Sat quietly for the rest of the lesson.", "Finished the work at the side table.", "Was upset afterwards and needed time.",
    "Played well with the others at lunch.", "Did not want to talk about it yet.",
)  # fmt: skip
RECOGNISED = {
    "kindness": ("Sat with {o} who was on their own.", "Shared the last pens without being asked."),
    "perseverance": ("Kept going with fractions until it worked.", "Tried the page again after getting it wrong."),
    "honesty": ("Owned up to the spilled paint.", "Told me what really happened, first time."),
    "respect": ("Held the door for the whole line.", "Listened to a different view and answered fairly."),
    "teamwork": ("Led the group without taking over.", "Made sure that everyone had a part in the play."),
    "used-their-words": ("Said “I am cross” and went to the break spot.", "Asked {o} to stop instead of pushing."),
    "asked-for-help": ("Put the hand up and said which part was hard.", "Came to find me before it got too much."),
    "came-back-calm": ("Two minutes out and back to the work.", "Came in from break ready to learn."),
    "great-effort": ("A whole page today. The neatest yet.", "Read aloud to the class for the first time."),
    "helped-somebody": ("Showed a new pupil where everything is.", "Helped {o} with the coat and the bag."),
}  # fmt: skip
CAUSES = {
    "graze": ("Fell over running", "Slipped on the wet yard"), "bump": ("Ran into another child", "Fell off the low beam"),
    "bruise": ("Knocked by a ball", "Fell against a bench"), "cut": ("Caught a finger in the tray", "Sharp edge of a peg"),
    "nosebleed": ("Started by itself", "Hit by a ball"), "bite": ("An insect on the field",), "sting": ("Wasp by the bins",),
    "sprain-or-twist": ("Turned over on the field", "Landed badly in PE"), "burn-or-scald": ("Touched the hot pipe",),
    "felt-sick": ("Said so after lunch",), "was-sick": ("After lunch",), "headache": ("Since the morning",),
    "asthma": ("Running in cold air",), "seizure": ("During quiet reading",), "allergic-reaction": ("After the snack",),
}  # fmt: skip
BODY = {
    "graze": ("knee", "hand", "arm", "leg"), "bump": ("arm", "leg", "knee", "back"),
    "bruise": ("arm", "leg", "knee", "back"), "cut": ("hand", "foot", "leg"),
    "sprain-or-twist": ("foot", "hand", "arm"), "burn-or-scald": ("hand",),
    "bite": ("arm", "leg", "neck"), "sting": ("hand", "arm", "neck", "leg"),
}  # fmt: skip
MAY_BE_HEAD = {"graze", "bump", "bruise", "cut"}
ILL = (
    "Sat quietly in the office until better.", "Home was asked to collect.", "Water and rest, then back to class.",
    "Checked again after twenty minutes: all well.", "A friend came along and stayed.",
)  # fmt: skip
HURT = (
    "Came in by themselves and told an adult.", "Brave about it. Back out after a drink of water.",
    "Cried at first, then fine.", "Checked again after twenty minutes: all well.", "A friend came along and stayed.",
)  # fmt: skip
NOTED = {
    "poor-sleep": ("Told me {c} was awake until late.", "Yawning at the gate; {w} says a bad night."),
    "no-breakfast": ("Had nothing before school. Toast given in the Nest.",), "arrived-upset": ("Tears at the gate, settled in ten minutes.",),
    "arrived-late": ("In after the register with {w}.",), "tired": ("Head on the desk for most of the lesson.",),
    "unwell": ("Says the tummy hurts. No temperature.",), "change-at-home": ("{w} says that they are staying with family this week.",),
    "new-medication": ("{w} says a new medicine was started on Sunday. Form is in the office.",),
    "quiet-today": ("Hardly spoke this morning. Worked well all the same.", "Played alone at break, by choice I think."),
    "settled-well": ("In with a smile and straight to work.", "Best start for a week."),
    "restorative-talk-held": ("We talked with {o}. Both said what they needed. Agreed what to do next time.",),
}  # fmt: skip
SAID = {
    "something-that-happened": (
        "Told {w} what happened today and what we did. Took it well.",
        "{w} listened and will talk about it tonight.", "{w} was worried; I explained what we will do tomorrow.",
    ),
    "good-news": ("Rang with good news. {w} was very pleased.", "Told {w} about the work today."),
    "attendance": ("Asked about the two late mornings. The bus has changed.", "Away today with a cold."),
    "health": ("Talked about the inhaler; a new one comes in tomorrow.", "Told {w} about the first aid today."),
    "learning": ("{w} asked how reading is going. Sent the list of words home.",),
    "a-plan-or-review": ("Went through the plan together. Two targets kept, one changed.",),
    "a-worry-from-home": ("{w} says mornings are hard. Agreed a quiet start this week.",),
}  # fmt: skip
MISSED = (
    "No answer. Left a message to ring the office.",
    "Rang twice, no answer.",
    "The number did not connect. Asked the office to check it.",
)
AGREED = (
    "We speak again on Friday.",
    "I ring again tomorrow.",
    "Home will send a note.",
    "Nothing more needed.",
    "A meeting next week.",
)
WORRIES = {
    "something-they-said": ("{c} said during reading that nobody is at home after school.", "{c} told me about shouting at night."),
    "a-mark-or-injury": ("A bruise on the upper arm, seen when sleeves were rolled up for painting.",),
    "hungry-or-unkempt": ("Same clothes since Monday, and very hungry at snack.",),
    "how-they-behave": ("Flinched when a door banged and hid behind me.", "Would not go to the gate at home time."),
    "something-at-home": ("{w} says that money is very short and the heating is off.",),
    "online": ("{c} spoke of messages from somebody older that they have not met.",),
    "another-child": ("{c} said that older pupils wait on the way home.",),
    "an-adult": ("{c} does not want to be picked up by one of the adults. Would not say why.",),
    "i-am-not-sure": ("Nothing that I can put a finger on. {c} is not as usual this week.",),
}  # fmt: skip
QUOTES = (
    "“I don’t want to go home today.”",
    "“It is a secret.”",
    "“Don’t tell them I said.”",
    "“I was scared.”",
    "",
)
DID = (
    "Listened, asked nothing more, and wrote it down at once.",
    "Stayed with the child until calm. Told nobody else.",
    "Thanked them for telling me and said what I would do.",
)
NOT_NEEDED = (
    "Told {w} at the gate", "The slip went home in the book bag", "{w} was here and saw it", "Sent with the reading record",
)  # fmt: skip

# What makes no sense in a yard, as words that were chosen and as furniture in a sentence.
ONLY_INSIDE = {"off-task", "left-the-room", "hard-work", "attention-elsewhere"}
_INDOORS = ("table", "chair", "lesson", "pencil", "trays", "display", "work", "door", "teacher")


def fitting(sentences: tuple[str, ...], *, inside: bool) -> tuple[str, ...]:
    """Those of the sentences that can be true in that sort of place; all when none can."""
    outside = tuple(one for one in sentences if not any(thing in one for thing in _INDOORS))
    return sentences if inside or not outside else outside
