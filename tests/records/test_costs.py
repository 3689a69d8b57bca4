"""What the doors cost in questions to the database: the same for one record as for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.demo.cast import Cast
from handrail.records.filing import file_event
from handrail.records.reader import reader_for
from handrail.records.reading import actions_of, details_of, may_read, open_record
from handrail.search.finding import find
from handrail.timeline.handover import said_today
from handrail.timeline.pages import pupil_page, school_page
from tests.filing import draft, file

PLACES = {
    "pupil timeline": lambda cast, who: pupil_page(reader_for(who), cast.leo),
    "school timeline": lambda cast, who: school_page(reader_for(who), cast.school.pk),
    "details": lambda cast, who: details_of(school_page(reader_for(who), cast.school.pk).records),
    "find": lambda cast, who: find(reader_for(who), cast.school.pk, "plain"),
    "actions": lambda cast, who: [str(a) for a in actions_of(reader_for(who))],
    "handover": lambda cast, who: said_today(reader_for(who), cast.groups["4 Willow"]),
}


def questions(work) -> int:  # type: ignore[no-untyped-def]
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


@pytest.mark.parametrize("who", ["sam", "khan", "ahmed", "office", "tilly"])
@pytest.mark.parametrize("place", PLACES)
def test_a_list_costs_the_same_at_one_and_at_three_records(
    cast: Cast, place: str, who: str
) -> None:
    person, counts = cast.staff[who], []
    for _ in range(2):
        for kind in ("behaviour", "note", "concern"):
            pick = {"level": ("level-3",)} if kind == "behaviour" else None
            file(cast, kind, person, cast.leo, cast.jaden, pick=pick)
        counts.append(questions(lambda: PLACES[place](cast, person)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("kind", "cost"),
    [("recognition", 22), ("behaviour", 22), ("note", 22), ("concern", 31)],
)
def test_filing_costs_so_many_statements(cast: Cast, kind: str, cost: int) -> None:
    file(cast, kind, cast.sam, cast.jaden)  # the school's chain begins with its first record
    one, reader = draft(cast, kind, cast.sam, cast.leo), reader_for(cast.sam)
    assert questions(lambda: file_event([one], reader=reader)) == cost


def test_filing_about_five_pupils_costs_what_one_costs(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.jaden)
    pupils = [cast.leo, cast.amina, cast.jaden, cast.zoe, cast.theo]
    costs = []
    for few in (pupils[:1], pupils):
        made = draft(cast, "behaviour", cast.sam, *few)
        costs.append(questions(lambda made=made: file_event([made], reader=reader_for(cast.sam))))
    assert costs[0] == costs[1]


def test_deciding_and_opening_cost_a_handful(cast: Cast) -> None:
    record = file(cast, "behaviour", cast.sam, cast.leo)
    assert questions(lambda: may_read(reader_for(cast.patel), record)) <= 9
    assert questions(lambda: open_record(reader_for(cast.patel), record.uuid)) <= 13
