"""The doors: how fast one record is filed as its author would, and how fast a chain is verified."""

import time
from collections.abc import Iterator
from itertools import cycle

from bench.timing import Times, timed
from handrail.core import clock
from handrail.people.models import Membership, Person, User
from handrail.records.draft import Draft, Involved
from handrail.records.filing import file_event
from handrail.records.reader import reader_for
from handrail.records.verifying import verify_school
from handrail.school.models import School, Word

WORDS = "Asked to stop. Hit out once, open hand. Two choices given; came to the Nest and was calm."


def filing(*, runs: int) -> Times:
    """One top-level behaviour record with its actions and alerts, in its own transaction."""
    drafts = _drafts()
    reader = reader_for(User.objects.get(username="sam").person)
    return timed(lambda: file_event([next(drafts)], reader=reader), runs=runs)


def _drafts() -> Iterator[Draft]:
    school = School.objects.order_by("pk")[0]
    sam = User.objects.get(username="sam").person
    members = Membership.objects.filter(group__name="4 Willow", role="pupil", ends=None)
    chosen = {
        name: (Word.objects.get(school=school, list=f"behaviour.{name}", slug=slug),)
        for name, slug in (("seen", "hit-out"), ("level", "level-3"), ("before", "told-no"))
    }
    for pupil in cycle(Person.objects.filter(memberships__in=members)):
        yield Draft(
            kind="behaviour", school=school, author=sam, author_post="Assistant", words=WORDS,
            happened_at=clock.now(), involved=(Involved(pupil, "did_it"),), chosen=chosen,
            detail={"followed": "", "minutes": 5, "restorative": False},
        )  # fmt: skip


def verifying() -> dict[str, float]:
    """Revisions checked a second, over the smaller of the two schools."""
    school = School.objects.order_by("-pk")[0]
    began = time.perf_counter()
    verdict = verify_school(school)
    if verdict.breaks:
        raise RuntimeError(f"The chain does not hold: {verdict.breaks[0]}.")
    seconds = time.perf_counter() - began
    return {"checked": verdict.checked, "a_second": verdict.checked / seconds}
