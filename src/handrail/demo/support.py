"""Support of the made-up school: since when, profiles and plans of four, reviewed, and one due."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.demo.scenes import POSTS, number_at
from handrail.people.models import Need, Person, Post, ProvisionSpell, Pupil
from handrail.people.needs import follow_roll
from handrail.records.draft import Draft, Involved
from handrail.records.filing import file_event
from handrail.records.models import Action, Record
from handrail.records.reader import reader_for
from handrail.school.models import School, Word
from handrail.strategies.starter import give_starter_strategies

BEGUN, REVIEWED, RENEWED = 74, 11, 10  # days before the story
Rows = Mapping[str, tuple[Mapping[str, Any], ...]]
LEO_SAYS = {
    "admired": "I know every bus in town.\nI make people laugh.\nI come back and say sorry.",
    "matters": "Buses and maps.\nBeing line leader.\nMy dad, and Pip my dog.",
    "support": "Tell me two minutes before things change.\nGive me two choices.\n"
    "Let me go to the Nest. Do not stand over me.",
    "tell_me": "I pull my sleeves when it gets too much.",
    "hopes": "To go on the class trip on the bus.",
}
JADEN_SAYS = {
    "admired": "I am kind to little ones.\nI build the best towers.",
    "matters": "Building.\nQuiet.\nMum knowing how my day was.",
    "support": "Show me a picture of what is next.\nOne thing at a time.\n"
    "Ear defenders in the hall.",
    "tell_me": "I point. I show you the card.",
    "hopes": "",
}

JADEN_USES = (
    {"what": "Tablet with his talking pictures", "found_at": "Blue tray, 4 Willow",
     "set_up_by": "Sam, charged after lunch", "independence": "reminded"},
)  # fmt: skip


def give_history(school: School, day: date, rng: Random) -> None:
    """Provision and needs of everybody on roll, with the days on which they began."""
    pupils = list(Pupil.objects.filter(enrolments__school=school).order_by("pk").distinct())
    follow_roll(pupils, day)
    spells = list(ProvisionSpell.objects.filter(pupil__in=pupils).order_by("pk"))
    starts = {}
    for spell in spells:
        if spell.provision != "N":
            starts[spell.pupil_id] = day - timedelta(days=rng.randrange(120, 900))
        spell.starts = starts.get(spell.pupil_id)
    needs = list(Need.objects.filter(pupil__in=pupils).order_by("pk"))
    for need in needs:
        need.starts = starts.get(need.pupil_id)
    ProvisionSpell.objects.bulk_update(spells, ["starts"], batch_size=300)
    Need.objects.bulk_update(needs, ["starts"], batch_size=300)


def tell_support(cast: Cast, until: datetime) -> None:
    """Leo’s plan in two versions with the review between, Jaden’s with its review due in days,
    and an EHC plan whose annual review comes up."""
    give_starter_strategies(cast.school)
    told = _Support(cast, until)
    told.leo()
    told.jaden()
    told.under_ehc()


class _Support:
    def __init__(self, cast: Cast, until: datetime) -> None:
        self.cast, self.until = cast, until

    def leo(self) -> None:
        cast = self.cast
        self.profile(cast.leo, LEO_SAYS, "said", ("being-outside", "helping"),
                     ("a-warning-before-changes", "somewhere-quiet"))  # fmt: skip
        first = self.plan(cast.leo, BEGUN, "new", 62, LEO, LEO_TARGETS, LEO_SUPPORT)
        self.tell_parents(first, cast.leo)
        self.file("support_review", cast.leo, REVIEWED, {
            "sort": "termly", "present": "Leo, Dan Turner, Mr Patel, Sam, Mrs Grant",
            "impact": "Leaves the table half as often since the calm corner. Reads more words in a "
            "minute, and picks a book by himself.",
            "child_view": "“The corner is good. Not when others look.”",
            "carer_view": "Dad: mornings at home are calmer. Wants the bus book home at weekends.",
            "staff_view": "The warning before changes works when everybody gives it.",
            "decision": "change", "because": "It works; the corner needs a screen, and lunch needs "
            "the same warning.", "adulthood": "", "next_on": self.day(-70), "annual_by": None,
        }, {
            "targets": (
                {"target": LEO_TARGETS[0][0], "reached": "partly",
                 "evidence": "Six times a morning at first, about three now."},
                {"target": LEO_TARGETS[1][0], "reached": "partly",
                 "evidence": "31 words a minute in September, about 45 now."},
            ),
            "signatures": self.signed(REVIEWED, "Leo", "Dan Turner"),
        })  # fmt: skip
        why = "A screen for the corner; the warning at lunch too."
        targets, support = LEO_TARGETS, (*LEO_SUPPORT, LEO_LUNCH)
        self.plan(cast.leo, RENEWED, "changed", 80, LEO, targets, support, words=why)

    def jaden(self) -> None:
        cast = self.cast
        self.profile(cast.jaden, JADEN_SAYS, "chose", ("building", "quiet-time"),
                     ("pictures", "ear-defenders", "one-thing-at-a-time"), JADEN_USES)  # fmt: skip
        plan = self.plan(cast.jaden, BEGUN, "new", BEGUN + 3, JADEN, JADEN_TARGETS, JADEN_SUPPORT,
                         carer="Mrs King")  # fmt: skip
        self.tell_parents(plan, cast.jaden)

    def under_ehc(self) -> None:
        """A pupil of the roll with an EHC plan."""
        rows = Pupil.objects.filter(sen_provision="E", enrolments__school=self.cast.school)
        pupil = rows.filter(enrolments__ends=None).order_by("pk").first()
        if pupil is None:
            return  # a very small school
        person = pupil.person
        plan = self.plan(person, BEGUN, "new", 120, {
            "sort": "ehc", "annual_by": self.day(-38), "needs": "Understands short sentences with "
            "signs; speaks in single words. Tires quickly.",
            "strengths": "Watches closely, remembers songs.", "child_view": "Points at the garden.",
            "carer_view": "“Help should be asked of anybody, not only of us.”",
            "adjustments": "Signs and pictures in every lesson; a rest after lunch.",
        }, ((
            "Asks an adult other than the key adult for help", "Times in a morning", "0 to 1", "4",
            120),), (("Talking with signs", "Daily, 20 minutes", "Speech therapist’s plan, Jo Lee",
                      "Wait ten seconds before helping."),),
            outcomes=({"outcome": "By the end of the key stage, tells familiar adults what is "
                       "needed.", "provision": "Speech and language therapy programme, 20 minutes "
                       "a day by a trained adult; therapist every half-term.",
                       "given_by": "NHS trust and school"},), carer="Parent",
        )  # fmt: skip
        self.tell_parents(plan, person)

    def plan(
        self, pupil: Person, back: int, change: str, again: int, columns: Mapping[str, Any],
        targets: tuple[Any, ...], supports: tuple[Any, ...], *, words: str = "",
        outcomes: tuple[Mapping[str, Any], ...] = (), carer: str = "Dan Turner",
    ) -> Record:  # fmt: skip
        """One version; `again` and the days of targets count from the day it is of."""
        return self.file("support_plan", pupil, back, {
            "change": change, "review_on": self.day(back - again), "ended": False,
            "annual_by": None, "coauthor": carer, **columns,
        }, {
            "targets": tuple(
                {"objective": text, "measure": measure, "baseline": start, "goal": goal,
                 "by": self.day(back - days)}
                for text, measure, start, goal, days in targets
            ),
            "supports": tuple(
                {"what": what, "how_often": often, "who": who, "strategy": how,
                 "named": NAMED.get(what, "")}
                for what, often, who, how in supports
            ),
            "outcomes": outcomes,
            "signatures": self.signed(back, pupil.given, carer),
        }, words)  # fmt: skip

    def profile(
        self, pupil: Person, says: Mapping[str, str], made: str, likes: tuple[str, ...],
        helps: tuple[str, ...], technology: tuple[Mapping[str, Any], ...] = (),
    ) -> None:  # fmt: skip
        self.file("profile", pupil, BEGUN, {
            "change": "new", "review_on": self.day(BEGUN - 300), "ended": False, "made": made,
            **says,
        }, {"technology": technology}, chosen={
            "likes": self.words("likes", likes), "helps": self.words("helps", helps),
        })  # fmt: skip

    def tell_parents(self, plan: Record, pupil: Person) -> None:
        """Each parent was rung the next day: what special provision is made."""
        for action in plan.actions.filter(duty="parents-told"):
            with_whom = action.carer.name if action.carer else "Parent"
            people: tuple[Involved, ...] = (Involved(pupil, "about"),)
            if action.carer:
                people += (Involved(action.carer, "with", as_pupil=False),)
            self.file("contact", pupil, BEGUN - 1, {
                "way": "call", "with_whom": with_whom, "reached": True,
                "agreed": "A copy goes home; they come to the review.", "copy": "",
            }, {}, "Told what special provision is made and why.", involved=people,
                closes=(action,))  # fmt: skip

    def words(self, name: str, slugs: tuple[str, ...]) -> tuple[Word, ...]:
        rows = Word.objects.filter(school=self.cast.school, list=f"profile.{name}", slug__in=slugs)
        return tuple(rows.order_by("position"))

    def signed(self, back: int, pupil: str, carer: str) -> tuple[Mapping[str, Any], ...]:
        """The pupil, a carer and Mrs Grant, on the day itself."""
        names = ((pupil, "child"), (carer, "carer"), ("Mrs Grant", "staff"))
        return tuple(
            {"name": name, "signs_as": signs_as, "answer": "agreed", "given_on": self.day(back),
             "because": ""}
            for name, signs_as in names
        )  # fmt: skip

    def day(self, back: int) -> date:
        """So many days before the story; after it, when negative."""
        return clock.local(self.until).date() - timedelta(days=back)

    def file(
        self, kind: str, pupil: Person, back: int, detail: Mapping[str, Any], rows: Rows,
        words: str = "", *, chosen: Mapping[str, tuple[Word, ...]] | None = None,
        involved: tuple[Involved, ...] = (), closes: tuple[Action, ...] = (),
    ) -> Record:  # fmt: skip
        """Filed by Mrs Grant on a day before the story, a little before its hour."""
        cast = self.cast
        at = clock.at_local(self.day(back), clock.local(self.until).time()) - timedelta(minutes=20)
        draft = Draft(
            kind=kind, school=cast.school, author=cast.grant, author_post=POSTS[Post.Role.SENCO],
            happened_at=at, words=words, detail=detail, rows=rows, chosen=chosen or {},
            involved=involved or (Involved(pupil, "about"),), closes=closes,
            uuid=number_at(at, Random(f"{kind} of {pupil.given}")),  # noqa: S311 - made-up plans
        )  # fmt: skip
        with clock.frozen(at + timedelta(minutes=4)):
            return file_event([draft], reader=reader_for(cast.grant))[0]


LEO: Mapping[str, Any] = {
    "sort": "sen_support",
    "needs": "Changes and noise frighten him; then he hits or runs. Reads below his year.",
    "strengths": "Maps, timetables, humour. Makes up with people by himself.",
    "child_view": "“I want to stay in the room with my friends.”",
    "carer_view": "“Tell us the good days too.”",
    "adjustments": "A warning two minutes before any change, from every adult.",
}
CALM_MEASURE = "Calm corner: Times up and away from the table"  # as those programmes call them
READING_MEASURE = "Read it again: Words read right in a minute"
LEO_TARGETS = (
    ("Stays at the table in the morning", CALM_MEASURE, "6 a morning", "2 a morning", 150),
    ("Reads a page of Year 3 text", READING_MEASURE, "31", "55", 150),
)
LEO_SUPPORT = (
    ("Calm corner", "Daily, 10 minutes", "Sam Birch",
     "Name the feeling, breathe, choose a tool, come back."),
    ("Read it again", "Four times a week, 15 minutes", "Sam Birch", "One page, three readings."),
)  # fmt: skip
NAMED = {
    "Calm corner": "Calm place of their own",
    "Warning before lunch ends": "Warning before a change",
}  # fmt: skip
LEO_LUNCH = ("Warning before lunch ends", "Daily", "Whoever is on duty", "Show the bus card.")
JADEN: Mapping[str, Any] = {
    "sort": "sen_support",
    "needs": "Finds it hard to follow more than one instruction, and to say what is wrong.",
    "strengths": "Builds, remembers places, is gentle.",
    "child_view": "Chose the card “quiet”.",
    "carer_view": "“Please use the same pictures as at home.”",
    "adjustments": "One instruction at a time, with a picture.",
}
JADEN_TARGETS = (
    ("Follows two instructions with pictures", "Of ten tries", "3", "8", 120),
    ("Asks for a break with his card", "Times a week", "1", "5", 120),
)
JADEN_SUPPORT = (
    ("Picture strip for the morning", "Every lesson", "Mr Patel and Sam", "Point, wait, praise."),
    ("Talking partners", "Three times a week, 15 minutes", "Sam Birch", "Model, then wait."),
)
