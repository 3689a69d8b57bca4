"""The questions that are answered by chips, and the words that a school begins with."""

from handrail.records.kind import WordList
from handrail.school.words import StarterWord as W

WORDS = (
    WordList(
        "how",
        "What was done?",
        required=True,
        starters=(
            W("Said", slug="verbal"), W("Hit or pushed", slug="physical"),
            W("Online or by phone", slug="online"), W("Left out or turned others away",
            slug="excluding"), W("Took or damaged belongings", slug="property"),
            W("Written, drawn or shown", slug="material"), W("Sexual", slug="sexual"),
            W("Extremist", slug="extremist"), W("Something else", slug="other"),
        ),
    ),
    WordList(
        "characteristic",
        "Because of what?",
        starters=(
            W("Race", slug="race", guidance="Colour, nationality, ethnic or national origin; "
              "Gypsy, Roma and Traveller too"),
            W("Religion or belief", slug="religion", guidance="Or having none"),
            W("Disability", slug="disability"), W("Sex", slug="sex"),
            W("Sexual orientation", slug="sexual-orientation"),
            W("Gender reassignment", slug="gender-reassignment"),
            W("Pregnancy or maternity", slug="pregnancy"), W("Age", slug="age"),
            W("Marriage or civil partnership", slug="marriage"),
            W("Looks", slug="looks"), W("Home or family", slug="home"),
            W("Something else", slug="other"), W("Nothing that we know of", slug="none"),
        ),
    ),
    WordList(
        "link",
        "And the target",
        on_floor=False,
        starters=(
            W("Was taken to be so (perception)", slug="perception"),
            W("Is close to somebody who is (association)", slug="association"),
        ),
    ),
    WordList(
        "challenge",
        "Said or done at once",
        on_floor=False,
        starters=(
            W("Named it and said why it is wrong", slug="named"), W("Told to stop", slug="stop"),
            W("Stayed with the target", slug="stayed"), W("Spoke to those who watched"),
            W("Separated them"), W("Took down or removed it", slug="removed"),
            W("Reported it to the site or app", slug="reported"), W("Called for help"),
            W("Learned of it afterwards", slug="afterwards"),
        ),
    ),
    WordList(
        "support",
        "Support for the target",
        on_floor=False,
        starters=(
            W("Listened to"), W("Key adult"), W("Friends or a buddy", slug="buddy"),
            W("Safe place to go"), W("Change of seat or route", slug="change"),
            W("Help with the device or app", slug="device"), W("Outside help"),
            W("Offered, not wanted", slug="not-wanted"),
        ),
    ),
    WordList(
        "work",
        "Work with those responsible",
        on_floor=False,
        starters=(
            W("Talked through what it does to others", slug="talk"), W("Put right what was done",
            slug="repair"), W("Teaching about difference", slug="teaching"), W("Sanction"),
            W("Behaviour plan looked at", slug="plan"), W("Support for what lies behind it",
            slug="behind"), W("Spoken to by the head", slug="head"), W("Nobody to work with",
            slug="nobody"),
        ),
    ),
)  # fmt: skip
