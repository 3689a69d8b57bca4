"""Two years of restrictive interventions: a few pupils, a few a month, each with what followed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from handrail.core.clock import at_local, local
from handrail.core.progress import Progress
from handrail.core.school_days import Calendar
from handrail.demo import phrases_of_holds as said
from handrail.demo.past import file_batch
from handrail.demo.roll import Child, Roll, Room
from handrail.demo.scenes import POSTS, Scene, Stage
from handrail.demo.terms import year_of
from handrail.people.models import Designation, Person, Post
from handrail.people.parents import parents_of
from handrail.records.amending import void_record
from handrail.records.draft import Draft, Involved, Settled
from handrail.records.in_force import in_force
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.school.models import Word
from handrail.training.models import Technique

R = Post.Role
A_MONTH = 4.0  # in a school of 400 and more; fewer where there are fewer pupils
HELD = 5  # pupils
HOURS = (time(9, 40), time(10, 45), time(11, 20), time(12, 25), time(12, 50), time(13, 20),
         time(14, 10), time(15, 5))  # fmt: skip
WEIGHTS = (2, 3, 2, 4, 5, 4, 2, 1)
LONG = 5  # minutes, by which a plan is followed in part
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Happening:
    """One hold before it is written: who, when, how long, and what is out of the ordinary."""

    child: Child
    room: Room
    at: datetime
    minutes: int
    seclusion: bool = False
    injury: bool = False
    unfinished: bool = False  # what is owed is still owed


def fill_holds(
    roll: Roll, calendar: Calendar, rng: Random, first: datetime, until: datetime, *,
    progress: Progress,
) -> int:  # fmt: skip
    """Draw and file the holds of a school up to now, one of them void; returns how many records."""
    maker = _Maker(roll, rng, until, calendar)
    batch: list[Draft] = []
    for one in _happenings(roll, calendar, rng, first, until):
        batch += maker.event(one)
    count = file_batch(roll, batch, calendar, progress)
    _void_one(roll)
    return count


def _happenings(
    roll: Roll, calendar: Calendar, rng: Random, first: datetime, until: datetime
) -> Iterator[Happening]:
    """A few a month, drawn over the school days; fewer in the second year than in the first."""
    children = _children(roll)
    days = [local(first) + n * DAY for n in range((until - first).days)]
    days = [day for day in days if calendar.is_school_day(day.date())]
    half = len(days) // 2
    drawn: list[Happening] = []
    for place, day in enumerate(days):
        chance = A_MONTH / 20 * (1.25 if place < half else 0.8)
        if rng.random() > chance:
            continue
        child = rng.choices(children, [6, 5, 3, 2, 1][: len(children)])[0]
        room = roll.room_of(child, year_of(day.date()))
        at = at_local(day.date(), rng.choices(HOURS, WEIGHTS)[0])
        at += timedelta(minutes=rng.randrange(12))
        if room is not None and at < until - timedelta(hours=3):
            drawn.append(Happening(child, room, at, rng.choice((1, 2, 2, 3, 4, 5, 8))))
    special = {len(drawn) // 3: "seclusion", len(drawn) // 2: "injury"}
    for place, one in enumerate(drawn):
        late = place >= len(drawn) - 2
        odd = special.get(place, "")
        yield Happening(
            one.child, one.room, one.at, 14 if odd == "seclusion" else one.minutes,
            odd == "seclusion", odd == "injury", late,
        )  # fmt: skip


def _children(roll: Roll) -> list[Child]:
    """The pupils whose behaviour is hardest, of those who are still here."""
    here = roll.on_roll(max(year_of(day) for day in _years(roll)))
    held = sorted(here, key=lambda child: -child.nature.behaviour)[:HELD]
    for child in held:  # what is known of them came after they were put on the roll
        child.person.refresh_from_db(fields=["sex"])
    return held


def _years(roll: Roll) -> list[date]:
    return [term.starts for term in roll.school.terms.all()]


class _Maker:
    """Makes a hold and all that followed it."""

    def __init__(self, roll: Roll, rng: Random, until: datetime, calendar: Calendar) -> None:
        self.roll, self.rng, self.until, self.calendar = roll, rng, until, calendar
        self.stage = Stage(roll, rng, until, local(until).date())
        self.techniques = {
            row.sort: row for row in Technique.objects.filter(school=roll.school, prohibited=False)
        }

    def event(self, one: Happening) -> list[Draft]:
        """The hold, calls to each parent, debriefs, reviews, and first aid where it was needed."""
        scene = self._scene(one)
        second = self._second(scene)
        rest: list[Draft] = []
        settled: dict[str, Settled] = {}
        self._tell(one, scene, rest, settled)
        self._talk(one, scene, second, rest, settled)
        self._review(one, scene, rest, settled)
        if one.injury or one.seclusion:
            read = one.at + timedelta(minutes=12)
            settled["lead-reads"] = Settled(read, self.roll.by_role[R.DESIGNATED_LEAD])
        if one.injury:
            self._check(one, scene, rest, settled)
        closing = local(one.at).replace(hour=15, minute=20, second=0)
        wrote = max(closing, one.at + timedelta(minutes=40))
        settled["accounts"] = Settled(wrote, second)
        if not one.unfinished:
            settled["written-whole"] = Settled(wrote, scene.author)
            looked = self._next_day(one.at, time(14, 0))
            manager = self.roll.by_role[R.BEHAVIOUR_MANAGER]
            because = said.NOTHING_CHANGED if self._planned(one) else said.NO_PLAN
            for duty in ("plan-looked-at", "risk-looked-at") if looked < self.until else ():
                settled[duty] = Settled(looked, manager, because=because)
        return [self._hold(one, scene, second, settled), *rest]

    def _planned(self, one: Happening) -> bool:
        """Whether a handling plan was in force then; a risk assessment came with it."""
        plan = in_force("handling_plan", one.child.person, self.roll.school, one.at)
        return plan is not None

    def _followed(self, one: Happening) -> str:
        """Whether the plan was followed; nothing where there was none."""
        if not self._planned(one):
            return ""
        return "partly" if one.seclusion or one.minutes >= LONG else "yes"

    def _scene(self, one: Happening) -> Scene:
        author = one.room.support[0] if one.room.support else one.room.teacher
        post = POSTS[R.ASSISTANT] if one.room.support else POSTS[R.TEACHER]
        if one.unfinished and self.roll.outside:
            author, post = self.roll.outside[0], POSTS[R.STAFF]
        at = local(one.at).time()
        outside = time(12, 15) <= at <= time(13, 10) or time(10, 40) <= at <= time(11, 5)
        names = ("Lower yard", "Upper yard", "Dining hall") if outside else ("Corridor", "Hall")
        place = self.roll.place(self.rng.choice(names))
        if not outside and self.rng.random() < 0.6:
            place = one.room.place
        return Scene(one.child, one.room, one.at, "lesson", place, author, post)

    def _second(self, scene: Scene) -> Person:
        manager = self.roll.by_role[R.BEHAVIOUR_MANAGER]
        return scene.room.teacher if scene.author != scene.room.teacher else manager

    def _words(self, **lists: tuple[str, ...]) -> dict[str, tuple[Word, ...]]:
        the = self.stage.words.the
        return {name: tuple(the(f"hold.{name}", slug) for slug in slugs)
                for name, slugs in lists.items()}  # fmt: skip

    def _hold(
        self, one: Happening, scene: Scene, second: Person, settled: Mapping[str, Settled]
    ) -> Draft:
        pick, called = self.stage.pick, one.child.called
        sort = "seclusion" if one.seclusion else pick("force", "force", "restraint")
        how = (
            "kept-in-a-room" if one.seclusion else pick("held-standing", "guided-away", "escorted")
        )
        detail: dict[str, object] = {"minutes": one.minutes,
                                     "anybody_hurt": "yes" if one.injury else "no"}  # fmt: skip
        lists: dict[str, tuple[str, ...]] = {
            "sort": (sort,), "ground": (pick("harm-others", "harm-others", "harm-self", "damage"),),
            "how": (how,),
        }  # fmt: skip
        if not one.unfinished:
            detail |= said.whole(self.rng, called)
            if followed := self._followed(one):
                detail |= said.by_the_plan(followed)
            if one.seclusion:
                detail |= said.SECLUSION
            lists |= {
                "tried": (pick("calm-talk", "gave-space"), pick("gave-two-choices", "distraction")),
                "before": (pick("told-no", "noise", "another-child", "change-of-plan"),),
                "degree": (pick("light", "moderate", "moderate", "firm"),),
                "support": (pick("quiet-time-for-the-pupil", "time-with-key-adult"),),
            }
        child, account = one.child.person, "" if one.unfinished else pick(*said.PUPIL)
        if detail.get("pupil_account") == "declined":
            account = ""
        people = (
            Involved(child, "held", account=account),
            Involved(scene.author, "adult", as_pupil=False),
            Involved(second, "adult", account=pick(*said.ADULT), as_pupil=False),
        )
        words = scene.said(said.KEPT_APART if one.seclusion else pick(*said.FLOOR))
        draft = self.stage.draft(
            scene, "hold", detail, self._words(**lists), words=words, involved=people,
            settled=settled,
        )  # fmt: skip
        return _with_rows(draft, self._rows(one, scene, second))

    def _rows(
        self, one: Happening, scene: Scene, second: Person
    ) -> dict[str, tuple[Mapping[str, object], ...]]:
        if one.unfinished:
            return {}
        begins = local(one.at)
        ends = begins + timedelta(minutes=one.minutes)
        sort = Technique.Sort.SECLUSION if one.seclusion else self.stage.pick("standing", "escort")
        part = {
            "starts": begins.time().replace(second=0), "ends": ends.time().replace(second=0),
            "technique": self.techniques.get(sort),
            "adult": scene.author, "adult_did": said.DID[one.seclusion][0],
            "second": second, "second_did": said.DID[one.seclusion][1],
        }  # fmt: skip
        rows: dict[str, tuple[Mapping[str, object], ...]] = {"parts": (part,)}
        if one.seclusion:
            looks = [begins + timedelta(minutes=n) for n in (4, 8, 12)]
            rows["observations"] = tuple(
                {"at": at.time().replace(second=0), "by": second, "seen": words,
                 "breathing": "normal", "distress": distress}
                for at, (words, distress) in zip(looks, said.SEEN, strict=True)
            )  # fmt: skip
        if one.injury:
            rows["injuries"] = (
                {"whose": "pupil", "what": "Red mark on the left wrist", "treated": "first_aid"},
            )
        return rows

    def _tell(
        self, one: Happening, scene: Scene, rest: list[Draft], settled: dict[str, Settled]
    ) -> None:
        """Each parent rung; now and then the next morning, or not yet."""
        parents = parents_of(one.child.person, local(one.at).date())
        for place, link in enumerate(parents):
            late = self.rng.random() < 0.12
            minutes = self.rng.randrange(15, 150) + (1_300 if late else 0)
            at = one.at + timedelta(minutes=minutes)
            if at >= self.until or (one.unfinished and place):
                continue
            with_whom = f"{link.relationship}, {link.carer.formal}"[:120]
            detail = {"way": "call", "with_whom": with_whom, "reached": True,
                      "agreed": "", "copy": "mailed"}  # fmt: skip
            call = self._draft(
                one,
                scene.author,
                at,
                "contact",
                detail,
                {"about": "something-that-happened"},
                self.stage.pick(*said.CALLS),
            )
            rest.append(call)
            for duty in ("parent-told", "parent-copy"):
                settled[f"{duty}:{link.carer.uuid}"] = Settled(at, scene.author, call.uuid)
        held = Designation.objects.on(local(one.at).date()).filter(pupil_id=one.child.person.pk)
        if held.exists():
            lead = self.roll.by_role[R.DESIGNATED_LEAD]
            at = one.at + timedelta(minutes=75)
            detail = {"way": "call", "whose": "professional", "with_whom": "Social worker",
                      "reached": True, "agreed": ""}  # fmt: skip
            call = self._draft(one, lead, at, "contact", detail,
                               {"about": "something-that-happened"}, "Told what happened and how "
                               "they are.")  # fmt: skip
            rest.append(call)
            for duty in ("social-worker-told", "virtual-school-told"):
                settled[duty] = Settled(at, lead, call.uuid)

    def _talk(
        self, one: Happening, scene: Scene, second: Person, rest: list[Draft],
        settled: dict[str, Settled],
    ) -> None:  # fmt: skip
        manager = self.roll.by_role[R.BEHAVIOUR_MANAGER]
        for duty, by, whom, texts in (
            ("pupil-debrief", scene.author, "pupil", said.PUPIL_TALKS),
            ("staff-debrief", manager, "staff", said.STAFF_TALKS),
        ):
            at = self._next_day(one.at, time(9, 10) if whom == "pupil" else time(15, 40))
            if at >= self.until or one.unfinished:
                continue
            detail = {"with_whom": whom, "how": self.stage.pick("talk", "drawing") if
                      whom == "pupil" else "talk", "time_off_offered": whom == "staff",
                      "helps_next_time": self.stage.pick(*said.HELPS)}  # fmt: skip
            talk = self._draft(one, by, at, "debrief", detail, {}, self.stage.pick(*texts))
            rest.append(talk)
            settled[duty] = Settled(at, by, talk.uuid)

    def _review(
        self, one: Happening, scene: Scene, rest: list[Draft], settled: dict[str, Settled]
    ) -> None:
        """The manager's review the next day, the head's signature after it, and what changed."""
        at = self._next_day(one.at, time(11, 30))
        for duty, role, stage in (
            ("manager-reviews", R.BEHAVIOUR_MANAGER, "manager"), ("head-signs", R.HEAD, "head"),
        ):  # fmt: skip
            by = self.roll.by_role[role]
            if at >= self.until or (one.unfinished and role == R.HEAD):
                return
            change = role == R.BEHAVIOUR_MANAGER and self.rng.random() < 0.4
            detail = {
                "stage": stage,
                "necessary": "yes",
                "proportionate": "yes",
                "least_restrictive": self.stage.pick("yes", "yes", "partly"),
                "followed_plan": self._followed(one) or "no_plan",
                "will_change": self.stage.pick(*said.CHANGES) if change else "",
                "outcome": "signed",
            }
            text = self.stage.pick(*said.REVIEWS[self._planned(one)])
            review = self._draft(one, by, at, "hold_review", detail, {}, text)
            done = self._next_day(at, time(11, 30))
            if change and done < self.until:
                note = self._draft(
                    one,
                    by,
                    done,
                    "note",
                    {"for_today": False},
                    {"context": "change-at-home"},
                    said.CHANGED,
                )
                rest.append(note)
                review = _settled(review, {"change-made": Settled(done, by, note.uuid)})
            rest.append(review)
            settled[duty] = Settled(at, by, review.uuid)
            at = self._next_day(at, time(16, 5))

    def _check(
        self, one: Happening, scene: Scene, rest: list[Draft], settled: dict[str, Settled]
    ) -> None:
        at = one.at + timedelta(minutes=6)
        detail = {"head_injury": False, "cause": "Held at the wrist", "told": "",
                  "treated_at": local(at).time().replace(second=0, microsecond=0)}  # fmt: skip
        aid = self._draft(
            one,
            scene.author,
            at,
            "first_aid",
            detail,
            {"injury": "other", "treatment": "rest"},
            "Red mark, no pain after rest.",
        )
        rest.append(aid)
        settled["medical-check"] = Settled(at, scene.author, aid.uuid)

    def _draft(
        self, one: Happening, by: Person, at: datetime, kind: str, detail: Mapping[str, object],
        words: Mapping[str, str], text: str,
    ) -> Draft:  # fmt: skip
        """A record that followed, written by somebody a little after it was done."""
        scene = Scene(one.child, one.room, at, "lesson", one.room.place, by, _post_of(by))
        lists = self.stage.words.lists
        chosen = {
            name: ((self.stage.words.by_slug.get((f"{kind}.{name}", slug))
                    or lists[f"{kind}.{name}"][0]),)
            for name, slug in words.items()
        }  # fmt: skip
        draft = self.stage.draft(scene, kind, detail, chosen, words=scene.said(text))
        return _settled(draft, {})

    def _next_day(self, at: datetime, when: time) -> datetime:
        return at_local(self.calendar.next_school_day(local(at).date()), when)


def _post_of(person: Person) -> str:
    post = person.posts.order_by("pk").first()
    return str(post.get_role_display()) if post else "Staff"


def _with_rows(draft: Draft, rows: Mapping[str, tuple[Mapping[str, object], ...]]) -> Draft:
    return replace(draft, rows=rows)


def _settled(draft: Draft, settled: Mapping[str, Settled]) -> Draft:
    return replace(draft, settled=settled) if settled else draft


def _void_one(roll: Roll) -> None:
    """One was written for the wrong pupil: it keeps its number, and says why."""
    rows = Record.everything.filter(school=roll.school, kind="hold").order_by("happened_at")
    found = list(rows[:6])
    if len(found) > 4:
        head = reader_for(roll.by_role[R.HEAD])
        void_record(found[3], head, "Written twice: see the entry before it")
