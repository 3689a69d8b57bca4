"""Bullying and prejudice over the years: a handful, each asked about again until it stopped."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from handrail.core.clock import at_local
from handrail.core.school_days import Calendar
from handrail.demo import hours
from handrail.demo.past import Years, school_days
from handrail.demo.roll import Child, Roll
from handrail.demo.scenes import POSTS, Scene, Stage
from handrail.people.models import Post
from handrail.records.draft import Draft, Involved, Settled
from handrail.records.filing import file_past
from handrail.records.models import AccessEntry, Record

WEEK, FOUR = 5, 20  # school days
DONE = time(11)  # a check of the day has been made and filed by then


@dataclass(frozen=True)
class Event:
    """What was done because of what, where, by whom; what the target said after each wait."""

    when: float  # how far through the time that the demonstration holds
    sort: str
    how: str
    because: str
    setting: str
    said: str
    text: str
    answers: tuple[str, str] = ("yes", "yes")
    stranger: str = ""  # somebody who is not on the roll instead of a pupil
    history: str = "first"


EVENTS = (
    Event(0.04, "prejudice", "verbal", "race", "site", "“You can’t play, you’re not from here.”",
          "{o} would not let {c} into the game {p} and said it was about where {c} is from."),
    Event(0.13, "bullying", "excluding", "looks", "site", "",
          "{c} ate alone again. {o} has told the table not to let {c} sit down.",
          ("less", "yes"), history="repeated"),
    Event(0.22, "prejudice", "material", "religion", "site", "A symbol on the wall of the toilets",
          "Found by {c}, who was upset. Covered within the hour, cleaned the same day.",
          stranger="unknown"),
    Event(0.31, "both", "verbal", "disability", "site", "“You talk like a baby.”",
          "{o} copied how {c} speaks and others laughed.", history="repeated"),
    Event(0.40, "prejudice", "verbal", "race", "way", "A word about skin colour",
          "A grown-up shouted it at {c} by the crossing. {w} was there and rang us.",
          stranger="parent"),
    Event(0.49, "bullying", "online", "home", "online", "“Nobody wants you in the group”",
          "Messages in a class chat over the weekend. {w} showed them at the gate.",
          ("no", "yes"), history="repeated"),
    Event(0.58, "prejudice", "verbal", "sex", "site", "“Girls can’t be captain.”",
          "{o} said it to {c} {p}. The game was stopped and we talked about it."),
    Event(0.67, "prejudice", "verbal", "sexual-orientation", "site", "“That’s so gay.”",
          "{o} called {c}’s drawing that. Told why we do not use the word so."),
    Event(0.76, "bullying", "property", "none", "site", "",
          "{c}’s bag was hidden for the third time. {o} showed where it was."),
    Event(0.85, "prejudice", "verbal", "race", "site", "“Speak English.”",
          "{o} said it when {c} talked to a cousin {p}."),
    Event(0.95, "both", "online", "religion", "online", "A picture with {c}’s face on it",
          "Sent round by somebody none of the children know.", stranger="online"),
)  # fmt: skip


def fill_unkindness(
    roll: Roll, calendar: Calendar, rng: Random, first: date, until: datetime
) -> int:
    """File the handful with calls home and what the targets answered; returns how many records."""
    days = list(school_days(calendar, first, until.date()))
    if not days:
        return 0
    stage, years = Stage(roll, rng, until, days[-1]), Years(roll)
    drafts = [
        draft
        for event in EVENTS
        for draft in _told(stage, years, event, days, int(event.when * len(days)))
    ]
    drafts.sort(key=lambda draft: (draft.filed_at, draft.uuid))
    count = file_past(roll.school, drafts, calendar=calendar)
    _note_reading(roll, drafts)
    return count


def _told(
    stage: Stage, years: Years, event: Event, days: list[date], position: int
) -> Iterator[Draft]:
    """The record, the calls home and the checks, as far as they lie before now."""
    scene = _scene(stage, years, event, days[position])
    calls = [
        (slug, _call(stage, scene, child)) for slug, child in _homes(scene, event)
    ]  # fmt: skip
    checks = [
        (slug, _check(stage, scene, days[position + wait], answer))
        for (slug, wait), answer in zip(_WAITS, event.answers, strict=True)
        if position + wait < len(days) and at_local(days[position + wait], DONE) < stage.until
    ]
    evidence = {
        slug: Settled(made.filed_at or made.happened_at, made.author, made.uuid)
        for slug, made in (*calls, *checks)
    }
    yield _record(stage, scene, event, evidence)
    yield from (made for _, made in (*calls, *checks))


_WAITS = (("stopped-at-one-week", WEEK), ("stopped-at-four-weeks", FOUR))


def _scene(stage: Stage, years: Years, event: Event, day: date) -> Scene:
    pool = years.of(day)
    number = stage.rng.randrange(len(pool.children))
    child, room = pool.children[number], pool.rooms[number]
    at = at_local(day, time(12, stage.rng.randrange(5, 55)))
    scene = stage.scene(child, room, at, hours.OUTSIDE)
    if not event.stranger:
        mates = [mate for mate in pool.mates[room.group.pk] if mate is not child]
        scene.other = stage.rng.choice(mates) if mates else None
    return scene


def _homes(scene: Scene, event: Event) -> Iterator[tuple[str, Child]]:
    yield "carer-of-target-told", scene.child
    if scene.other:
        yield "carer-of-responsible-told", scene.other


def _record(stage: Stage, scene: Scene, event: Event, evidence: dict[str, Settled]) -> Draft:
    reader = _manager(stage)
    read = Settled(scene.at + timedelta(minutes=stage.rng.randrange(20, 90)), reader)
    whole = Settled(scene.at + timedelta(hours=2, minutes=30), scene.author)
    involved = [Involved(scene.child.person, "target")]
    if scene.other:
        involved.append(Involved(scene.other.person, "responsible"))
    involved.append(Involved(scene.author, "witness", as_pupil=False))
    the = stage.words.the
    made = stage.draft(
        scene, "prejudice",
        {"sort": event.sort, "words_used": scene.said(event.said) if event.said else "",
         "seen_by": "target", "setting": event.setting, "history": event.history,
         "effect": "Upset, and kept close to an adult that afternoon.",
         "police": "considered" if event.stranger == "parent" else "no"},
        {"how": (the("prejudice.how", event.how),),
         "characteristic": (the("prejudice.characteristic", event.because),),
         "challenge": stage.words.some("prejudice.challenge", 2),
         "support": stage.words.some("prejudice.support", 2),
         "work": (the("prejudice.work", "nobody"),) if event.stranger
         else stage.words.some("prejudice.work", 2)},
        words=scene.said(event.text), involved=tuple(involved),
        settled={"manager-reads": read, "written-whole": whole, **evidence},
    )  # fmt: skip
    if not event.stranger:
        return made
    described: dict[str, Any] = {"part": "responsible", "who": event.stranger, "described": ""}
    return replace(made, rows={"others": (described,)})


def _manager(stage: Stage) -> Any:
    return stage.roll.by_role[Post.Role.BEHAVIOUR_MANAGER]


def _call(stage: Stage, scene: Scene, child: Child) -> Draft:
    one = replace(scene, child=child, at=scene.at + timedelta(hours=2, minutes=35))
    detail = {
        "way": "call", "with_whom": one.home, "reached": True,
        "agreed": "We will ask again in a week.",
    }  # fmt: skip
    about = {"about": (stage.words.the("contact.about", "something-that-happened"),)}
    return stage.draft(one, "contact", detail, about, settled={})


def _check(stage: Stage, scene: Scene, day: date, answer: str) -> Draft:
    at = at_local(day, time(10, stage.rng.randrange(5, 55)))
    asked = replace(
        scene, at=at, author=_manager(stage), post=POSTS[Post.Role.BEHAVIOUR_MANAGER]
    )  # fmt: skip
    now = "" if answer == "yes" else "Key adult at break; talked again with those responsible."
    said = {
        "yes": "“It’s fine now. We play again.”", "less": "“A bit better. Not at lunch.”",
        "no": "“They still do it when nobody looks.”",
    }[answer]  # fmt: skip
    settled = {} if answer == "yes" else _answered(stage, at)
    detail = {"stopped": answer, "now": now}
    return stage.draft(asked, "prejudice_check", detail, {}, words=said, settled=settled)


def _answered(stage: Stage, at: datetime) -> dict[str, Settled]:
    """What began again was talked over with the record itself, which was asked about again."""
    head = stage.roll.by_role[Post.Role.HEAD]
    because = "Asked with the four weeks of the record itself"
    later = Settled(at + timedelta(hours=1), _manager(stage), because=because)
    return {"manager-reads": Settled(at + timedelta(hours=1), head),
            "stopped-at-one-week": later, "stopped-at-four-weeks": later}  # fmt: skip


def _note_reading(roll: Roll, drafts: list[Draft]) -> None:
    """What was settled by reading was read: the access entry says by whom and when."""
    read = {draft.uuid: draft.settled["manager-reads"] for draft in drafts
            if "manager-reads" in draft.settled}  # fmt: skip
    keys = Record.everything.filter(school=roll.school, uuid__in=list(read)).order_by("pk")
    AccessEntry.objects.bulk_create(
        AccessEntry(record_id=key, person=read[uuid].by, at=read[uuid].at, how="opened")
        for uuid, key in keys.values_list("uuid", "pk")
    )
