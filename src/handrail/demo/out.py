"""A removal of last week, whole, with what home was told; a head-count; a visit to come."""

from datetime import datetime, time, timedelta
from typing import Any

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.demo.scenes import POSTS
from handrail.people.models import Membership, Post
from handrail.records.draft import Draft, Involved, Settled
from handrail.records.filing import file_past
from handrail.records.reader import reader_for
from handrail.school.calendars import calendar_of
from handrail.school.models import Word
from handrail.visits.planning import VisitDraft, keep_visit


def tell_out(cast: Cast, until: datetime) -> None:
    """File it as of a school day about a week before `until`; nobody is told anew."""
    calendar = calendar_of(cast.school)
    day = clock.local(until).date() - timedelta(days=6)
    while not calendar.is_school_day(day):
        day -= timedelta(days=1)
    left, told = clock.at_local(day, time(11, 5)), clock.at_local(day, time(15, 10))
    teacher: dict[str, Any] = {
        "school": cast.school,
        "author": cast.patel,
        "author_post": POSTS[Post.Role.TEACHER],
    }
    call = Draft(
        kind="contact", happened_at=told, captured_at=told, filed_at=told,
        involved=(Involved(cast.jaden, "about"),),
        words="Told Mum what happened before break and that he came back calm.",
        detail={"way": "call", "whose": "home", "with_whom": "Mum", "reached": True},
        chosen={"about": _words(cast, "contact.about", "something-that-happened")}, **teacher,
    )  # fmt: skip
    out = Draft(
        kind="removal", happened_at=left, captured_at=left, filed_at=left + timedelta(minutes=1),
        place=cast.places["Room 7"],
        involved=(Involved(cast.jaden, "removed"), Involved(cast.sam, "with", as_pupil=False)),
        words="Threw the counters a third time after two reminders. Walked out with Sam.",
        detail={"ended": "back", "ended_at": time(11, 30), "work": "The same counting, with Sam"},
        chosen={"why": _words(cast, "removal.why", "disrupted-others"),
                "went_to": _words(cast, "removal.went_to", "library")},
        settled={"written-whole": Settled(told, cast.patel),
                 "carer-told": Settled(told, cast.patel, evidence=call.uuid)}, **teacher,
    )  # fmt: skip
    members = Membership.objects.on(day).filter(group=cast.groups["4 Willow"], role="pupil")
    here = members.count()
    count = Draft(
        kind="head_count", happened_at=told, captured_at=told, filed_at=told,
        group=cast.groups["4 Willow"], involved=(Involved(cast.patel, "adult", as_pupil=False),),
        detail={"expected": here, "present": here}, **teacher,
    )  # fmt: skip
    file_past(cast.school, [call, out, count], calendar=calendar)
    _plan_visit(cast, until)


def _plan_visit(cast: Cast, until: datetime) -> None:
    """4 Willow goes to the museum on the bus, which is what Leo hopes for."""
    calendar, on = calendar_of(cast.school), clock.local(until).date() + timedelta(days=4)
    while not calendar.is_school_day(on):
        on += timedelta(days=1)
    draft = VisitDraft(
        new_uuid(), "Museum of the Canal, with 4 Willow", "Lock Lane; bus 12 from the gate", on, on,
        time(9, 15), time(14, 45), cast.patel, [cast.sam], groups=[cast.groups["4 Willow"]],
        medicines="Sam carries the green bag: inhalers, named, with the forms.",
        notes="We meet at the front desk. Whoever is lost stays there. Tell Leo two minutes "
        "before each change.",
    )  # fmt: skip
    with clock.frozen(until):
        keep_visit(reader_for(cast.patel), cast.school, draft)


def _words(cast: Cast, name: str, slug: str) -> tuple[Word, ...]:
    return tuple(Word.objects.filter(school=cast.school, list=name, slug=slug))
