"""A removal of last week, whole, with what home was told; and a head-count before going home."""

from datetime import datetime, time, timedelta
from typing import Any

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.demo.scenes import POSTS
from handrail.people.models import Post
from handrail.records.draft import Draft, Involved, Settled
from handrail.records.filing import file_past
from handrail.school.calendars import calendar_of
from handrail.school.models import Word


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
    count = Draft(
        kind="head_count", happened_at=told, captured_at=told, filed_at=told,
        group=cast.groups["4 Willow"], involved=(Involved(cast.patel, "adult", as_pupil=False),),
        detail={"expected": 6, "present": 6}, **teacher,
    )  # fmt: skip
    file_past(cast.school, [call, out, count], calendar=calendar)


def _words(cast: Cast, name: str, slug: str) -> tuple[Word, ...]:
    return tuple(Word.objects.filter(school=cast.school, list=name, slug=slug))
