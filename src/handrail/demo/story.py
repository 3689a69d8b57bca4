"""The story of the day: what the cast did yesterday and this morning, by the ordinary doors."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from handrail.core import clock
from handrail.core.school_days import Calendar
from handrail.demo.cast import Cast
from handrail.demo.scenes import POSTS, number_at
from handrail.followup.climbing import climb_ladders
from handrail.people.models import Person
from handrail.records.amending import amend_record
from handrail.records.draft import Draft, Involved
from handrail.records.filing import file_event
from handrail.records.kind import kind_named
from handrail.records.models import Action, Record
from handrail.records.reader import reader_for
from handrail.records.reading import open_record
from handrail.school.calendars import calendar_of
from handrail.school.models import Word


def tell_story(cast: Cast, until: datetime) -> None:
    """File it, each part at its own moment; nothing lies after `until`."""
    calendar = calendar_of(cast.school)
    story = _Story(cast, until, _days(calendar, until))
    story.last_week()
    story.care()
    story.yesterday()
    story.this_morning()


def _days(calendar: Calendar, until: datetime) -> list[date]:
    """The last seven school days, newest first; today only once the school has opened."""
    day = clock.local(until).date()
    opening = calendar.opening(day)
    if opening is None or until < opening + timedelta(minutes=30):
        day -= timedelta(days=1)
    days: list[date] = []
    for back in range(60):
        if len(days) < 7 and calendar.is_school_day(one := day - timedelta(days=back)):
            days.append(one)
    return days


class _Story:
    def __init__(self, cast: Cast, until: datetime, days: list[date]) -> None:
        self.cast = cast
        self.until = until
        self.days = days  # newest first

    def at(self, back: int, moment: time) -> datetime:
        """A time some school days back; never later than a few minutes before now."""
        return min(clock.at_local(self.days[back], moment), self.until - timedelta(minutes=8))

    def file(
        self, kind: str, author: Person, pupil: Person, at: datetime, words: str,
        detail: Mapping[str, object], chosen: Mapping[str, tuple[str, ...]],
        *, place: str = "Room 7", closes: tuple[Action, ...] = (),
        adults: tuple[Involved, ...] = (), rows: Mapping[str, Any] | None = None,
    ) -> Record:  # fmt: skip
        """File one record as its author did, a few minutes after it happened."""
        school = self.cast.school
        post = author.posts.filter(school=school).first()
        draft = Draft(
            kind=kind, school=school, author=author, author_post=POSTS[post.role] if post else "",
            happened_at=at, place=self.cast.places[place], words=words, detail=detail,
            involved=(Involved(pupil, kind_named(kind).roles[0].slug), *adults), closes=closes,
            rows=rows or {},
            uuid=number_at(at, Random(f"{kind} of {pupil.given}")),  # noqa: S311 - a made-up school
            chosen={name: self._words(kind, name, slugs) for name, slugs in chosen.items()},
        )  # fmt: skip
        with clock.frozen(min(at + timedelta(minutes=4), self.until)):
            return file_event([draft], reader=reader_for(author))[0]

    def _words(self, kind: str, name: str, slugs: tuple[str, ...]) -> tuple[Word, ...]:
        found = Word.objects.filter(school=self.cast.school, list=f"{kind}.{name}", slug__in=slugs)
        return tuple(sorted(found, key=lambda word: slugs.index(word.slug)))

    def read(self, record: Record, person: Person, at: datetime) -> None:
        with clock.frozen(min(at, self.until)):
            open_record(reader_for(person), record.uuid)

    def last_week(self) -> None:
        """A worry of Sam’s that Mrs Ahmed read at once, and what else the week brought."""
        cast, day = self.cast, self.at(5, time(9, 20))
        earlier = self.file(
            "concern", cast.sam, cast.amina, day,
            "Amina had no coat and her hands were very cold. She said the door was locked again.",
            {"exact_words": "“The door was locked again.”", "told_in_person": False,
             "done": "Found a coat from the spare rail. Told Mrs Ahmed that I had written this."},
            {"sort": ("something-they-said",)},
        )  # fmt: skip
        self.read(earlier, cast.ahmed, day + timedelta(minutes=9))
        praise = self.file(
            "recognition", cast.patel, cast.amina, self.at(3, time(11, 50)),
            "Read three picture cards aloud to her partner. First time in front of the class.",
            {"share_with_home": False}, {"value": ("great-effort",)},
        )  # fmt: skip
        with clock.frozen(self.at(2, time(15, 40))):
            amend_record(praise, reader_for(cast.patel), "She asked to do it again today.")

    def care(self) -> None:
        """Yusuf’s care as it was agreed and as Jo gave it; a tablet of Leo’s, with a witness."""
        cast, day = self.cast, self.days[6]
        sam, jo = (Involved(one, "adult", as_pupil=False) for one in (cast.sam, cast.lee))
        signed = {"name": "Mrs Musa", "signs_as": "carer", "answer": "agreed", "because": "",
                  "given_on": day}  # fmt: skip
        self.file(
            "care_plan", cast.grant, cast.yusuf, self.at(6, time(15, 0)), "",
            {"change": "new", "review_on": day + timedelta(days=90), "adults": "near",
             "adults_why": "Yusuf asked for one adult he knows; the door of the next room is open.",
             "needs": "Changing after lunch, and after an accident.",
             "how": "The small washroom. Tell Yusuf each step before it is done.",
             "own_part": "Fetches his bag, washes his hands. Next: fastens his own clothes."},
            {}, adults=(jo,), rows={"signatures": (signed,)},
        )  # fmt: skip
        self.file(
            "care", cast.lee, cast.yusuf, self.at(4, time(13, 5)), "“I did my buttons.”",
            {"second": "near", "second_why": "Miss Reid, next door", "share": "some",
             "willing": "yes"},
            {"given": ("changing",), "seen": ("nothing-to-note",)}, adults=(jo,),
        )  # fmt: skip
        self.file(
            "medicine", cast.sam, cast.leo, self.at(3, time(12, 31)), "",
            {"medicine": "Methylphenidate", "outcome": "given", "dose": "5 mg", "count_left": 14},
            {}, adults=(sam, Involved(cast.lee, "witness", as_pupil=False)),
        )  # fmt: skip

    def yesterday(self) -> None:
        """Leo hit out before lunch. Mr Khan has read it; nobody has told his dad."""
        cast, at = self.cast, self.at(1, time(11, 52))
        hit = self.file(
            "behaviour", cast.sam, cast.leo, at,
            "Computers had to stop early. Leo pulled his sleeves, then hit out and caught me on "
            "the arm. I stepped back, gave two choices. He went to the Nest with me and was calm "
            "after six minutes.",
            {"followed": "Ate lunch in the Nest and came back for the story.", "minutes": 6,
             "restorative": True},
            {"seen": ("hit-out",), "before": ("asked-to-stop-an-activity",), "level": ("level-3",),
             "done": ("gave-two-choices", "gave-space", "time-with-key-adult")},
        )  # fmt: skip
        self.read(hit, cast.khan, at + timedelta(minutes=25))
        self.file(
            "recognition", cast.sam, cast.leo, self.at(1, time(14, 40)),
            "Came back calm and said sorry to me without being asked.",
            {"share_with_home": False}, {"value": ("came-back-calm",)},
        )  # fmt: skip

    def this_morning(self) -> None:
        """Jaden slept badly; Sam is worried about Amina, and nobody has read it yet."""
        cast = self.cast
        self.file(
            "note", cast.patel, cast.jaden, self.at(0, time(8, 42)),
            "Mum says he was awake from three. Go gently in the first lesson.",
            {"for_today": True}, {"context": ("poor-sleep",)}, place="Gate",
        )  # fmt: skip
        worried = self.at(0, time(9, 4))
        self.file(
            "concern", cast.sam, cast.amina, worried,
            "Changing for PE, Amina pulled her sleeve down quickly. A mark on the left forearm, "
            "the size of a two pence coin, yellow at the edge.",
            {"exact_words": "“I fell. Don’t tell.”", "told_in_person": False,
             "done": "I said I must tell somebody who helps children. She stayed with me."},
            {"sort": ("a-mark-or-injury", "something-they-said")},
        )  # fmt: skip
        for minutes in (20, 66):
            if (later := worried + timedelta(minutes=minutes)) < self.until:
                with clock.frozen(later):
                    climb_ladders()
        if (break_time := clock.at_local(self.days[0], time(10, 50))) < self.until:
            self._grazed_knee(break_time)

    def _grazed_knee(self, at: datetime) -> None:
        self.file(
            "first_aid", self.cast.sam, self.cast.bo, at, "Brave about it.",
            {"head_injury": False, "cause": "Fell running on the lower yard",
             "treated_at": clock.local(at + timedelta(minutes=3)).time(), "told": ""},
            {"injury": ("graze",), "where": ("knee",),
             "treatment": ("cleaned-with-water", "plaster")},
            place="Lower yard",
        )  # fmt: skip
