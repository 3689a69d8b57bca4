"""Plans of the cast: Leo’s three in two versions, signed; one of Jaden’s whose day has passed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.demo.scenes import POSTS, number_at
from handrail.people.models import Person
from handrail.records.draft import Draft, Involved
from handrail.records.filing import file_event
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.training.models import Technique

FIRST, SECOND = 75, 12  # days before the story at which the versions were agreed
Rows = Mapping[str, tuple[Mapping[str, Any], ...]]


def _stage(stage: str, looks: str, do: str, say: str = "", avoid: str = "") -> dict[str, str]:
    return {"stage": stage, "looks_like": looks, "adults_do": do, "adults_say": say,
            "avoid": avoid}  # fmt: skip


LEO = (
    _stage("calm", "Talks about buses, sits with the group.",
           "Greet him by name. Warn two minutes before any change.", "“Good to see you, Leo.”"),
    _stage("rising", "Pulls his sleeves, goes quiet, taps.",
           "Act at the first sleeve. Two choices. Walk with him to the Nest.",
           "“I can see it is hard. Nest or the step?”", "Standing over him. Questions."),
    _stage("crisis", "Hits out, runs to the gate.",
           "Clear others first. One adult talks. Step back, side on.",
           "“You are safe. I am here.”", "More than one voice. Blocking the only door."),
    _stage("recovery", "Slumps, asks for water.",
           "Water, quiet, his bus book. Ten minutes without talk.", "“Well done for coming back.”",
           "Asking why. Sorry too early."),
)  # fmt: skip
JADEN = (
    _stage("calm", "Hums, watches others.", "Show the picture of what comes next."),
    _stage("rising", "Hands over his ears.", "Offer the ear defenders, lower the noise.",
           "“Quiet corner?”"),
    _stage("crisis", "Cries, under the table.", "Sit near on the floor and wait.", "",
           "Pulling him out."),
    _stage("recovery", "Comes for a hug.", "Sit beside him, then one easy job."),
)  # fmt: skip


def agree_plans(cast: Cast, until: datetime) -> None:
    """File them as they were agreed; nobody is told of what lies in the past."""
    told = _Agreeing(cast, until)
    told.leo()
    told.file("medicine_plan", cast.grant, cast.leo, FIRST, "new", 180, {}, {
        "held": told.medicines(),
    }, "Salbutamol: still wheezing after ten puffs, ring 999.", cast.sam)  # fmt: skip
    told.file("behaviour_plan", cast.grant, cast.jaden, FIRST, "new", 70,
              {"triggers": "Noise, the dining hall", "helps": "Ear defenders, pictures"},
              {"stages": JADEN, "signatures": told.signed(FIRST, "Jaden", "Mrs King")})  # fmt: skip


class _Agreeing:
    def __init__(self, cast: Cast, until: datetime) -> None:
        self.cast, self.until = cast, until

    def leo(self) -> None:
        cast, khan, grant = self.cast, self.cast.khan, self.cast.grant
        for back, change, again, why in (
            (FIRST, "new", 60, "Agreed after a hard first week."),
            (
                SECOND,
                "changed",
                40,
                "The Nest works better than the corridor. Dad asked for water.",
            ),
        ):
            stages = LEO if change == "changed" else LEO[:3]
            dated: dict[str, Any] = {"change": change, "again": again, "words": why}
            self.file("handling_plan", khan, cast.leo, back, rows={
                "stages": stages, "techniques": self.techniques(), "signatures": self.signed(back),
            }, columns={
                "medical": "Asthma: inhaler first, then talk. Never face down.",
                "avoid": "Being rushed. Crowds. Touching his hood.",
                "triggers": "A change without a warning; a game that is stopped",
                "afterwards": "A talk with Mr Khan the same day, with his bus cards.",
            }, **dated)  # fmt: skip
            self.file("risk_assessment", khan, cast.leo, back, rows={
                "risks": RISKS, "signatures": self.signed(back),
            }, columns={"about_what": "The yard, and being stopped"}, **dated)  # fmt: skip
            self.file("behaviour_plan", grant, cast.leo, back, rows={
                "stages": stages, "signatures": self.signed(back),
            }, columns={
                "strengths": "Buses, maps, being line leader",
                "triggers": "A change without a warning", "helps": "Two choices, the Nest",
                "working_on": "Asking for a break with his card",
            }, **dated)  # fmt: skip

    def techniques(self) -> tuple[dict[str, Any], ...]:
        """Two of the catalogue as a last resort, and one that is not to be used."""
        rows = Technique.objects.filter(school=self.cast.school)
        sorts = (Technique.Sort.ESCORT, Technique.Sort.STANDING)
        fit = {one.sort: one for one in rows.filter(prohibited=False, sort__in=sorts)}.values()
        never = list(rows.filter(prohibited=True)[:1])
        return tuple(
            {"technique": one, "agreed": "last", "when": "Only near the road or to protect others"}
            for one in fit
        ) + tuple({"technique": one, "agreed": "never", "when": ""} for one in never)

    def medicines(self) -> tuple[dict[str, Any], ...]:
        """One at a set time, counted; and the inhaler, as it is needed. Both with consent."""
        day = self._day(FIRST)
        both = {"consent_by": "Dan Turner", "consent_on": day, "brought_by": "Dan Turner"}
        return (
            {**both, "name": "Methylphenidate", "form": "tablet", "dose": "5 mg", "times": "12:30",
             "least_hours": 4, "most_a_day": 1, "kept_where": "Office, locked cabinet",
             "expires_on": day + timedelta(days=400), "controlled": True},
            {**both, "name": "Salbutamol", "form": "inhaler", "dose": "2 puffs",
             "needed_when": "Wheezing, or after running", "least_hours": 4,
             "kept_where": "Leo’s tray and the office", "expires_on": day + timedelta(days=300),
             "controlled": False},
        )  # fmt: skip

    def signed(self, back: int, pupil: str = "Leo", carer: str = "Dan Turner") -> tuple[Any, ...]:
        """The pupil, a carer and Mr Khan, all on the day of the version."""
        day = self._day(back)
        names = ((pupil, "child"), (carer, "carer"), ("Mr Khan", "staff"))
        return tuple(_signature(name, signs_as, day) for name, signs_as in names)

    def _day(self, back: int) -> date:
        return clock.local(self.until).date() - timedelta(days=back)

    def file(
        self, kind: str, author: Person, pupil: Person, back: int, change: str, again: int,
        columns: Mapping[str, Any], rows: Rows, words: str = "", adult: Person | None = None,
    ) -> Record:  # fmt: skip
        """One version, filed after school on a day before the story."""
        at = clock.at_local(self._day(back), clock.local(self.until).time())
        at = min(at, self.until - timedelta(minutes=9))
        post = author.posts.filter(school=self.cast.school).first()
        review = self._day(back) + timedelta(days=again)
        by = [Involved(adult, "adult", as_pupil=False)] if adult else []
        draft = Draft(
            kind=kind, school=self.cast.school, author=author,
            author_post=POSTS[post.role] if post else "", happened_at=at, words=words,
            involved=(Involved(pupil, "about"), *by), rows=rows,
            detail={"change": change, "review_on": review, **columns}, chosen={},
            uuid=number_at(at, Random(f"{kind} of {pupil.given}")),  # noqa: S311 - made-up plans
        )  # fmt: skip
        with clock.frozen(at + timedelta(minutes=4)):
            return file_event([draft], reader=reader_for(author))[0]


def _signature(name: str, signs_as: str, day: date) -> dict[str, Any]:
    return {"name": name, "signs_as": signs_as, "answer": "agreed", "given_on": day, "because": ""}


RISKS: tuple[dict[str, Any], ...] = (
    {"hazard": "Runs to the gate", "harmed": "Leo", "likelihood": 2, "severity": 3,
     "in_place": "Gate locked in lessons; an adult at the gate at break.", "more": ""},
    {"hazard": "Hits out when stopped", "harmed": "Adults, children near him", "likelihood": 2,
     "severity": 2, "in_place": "Space of two arms; the group is moved, not Leo.",
     "more": "Sam and Mr Patel refresh Level One in spring."},
)  # fmt: skip
