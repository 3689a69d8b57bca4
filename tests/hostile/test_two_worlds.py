"""With or without a secret record, every engine says the same to those who may not know."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from handrail.core import clock
from handrail.core.ids import reference_for
from handrail.demo.cast import Cast
from handrail.followup.climbing import climb_ladders
from handrail.notify.telling import alerts_of
from handrail.people.models import Person
from handrail.records.amending import amend_record, void_record
from handrail.records.draft import Draft
from handrail.records.filing import file_event
from handrail.records.models import Record, Revision
from handrail.records.reader import Reader, reader_for
from handrail.records.reading import actions_of, kinds_open_to, open_record
from handrail.records.refusal import Refused
from handrail.search.finding import find
from handrail.timeline.handover import said_today
from handrail.timeline.pages import pupil_page, school_page
from tests.filing import draft
from tests.sight import outsiders
from tests.worlds import in_a_world, in_both

SECRET = UUID(int=7 << 76 | 2 << 62 | 0xBAD)  # its address was copied from a screen
LATER = UUID(int=7 << 76 | 2 << 62 | 0xC0DE)
CANARY = "Zanzibarword"
KINDS = ("concern", "behaviour")


def secret(cast: Cast, kind: str) -> Draft:
    """About Leo and Jaden, between what everyone sees, with all that an author can write."""
    parts: dict[str, Any] = {
        "uuid": SECRET, "words": f"{CANARY} about Leo and Jaden.",
        "happened_at": clock.now() - timedelta(minutes=30),
    }  # fmt: skip
    if kind == "behaviour":
        parts |= {"sensitivity": 2, "pick": {"level": ("level-4",)}, "detail": {"followed": CANARY}}
    return draft(cast, kind, cast.lee, cast.leo, cast.jaden, **parts)


def lives(cast: Cast, kind: str) -> None:
    """The secret is filed, gains words, is read by a lead, and climbs while nobody closes it."""
    (record,) = file_event([secret(cast, kind)], reader=reader_for(cast.lee))
    clock_was = clock.now()
    clock.advance(timedelta(minutes=70))
    climb_ladders()
    clock.move_to(clock_was)
    amend_record(record, reader_for(cast.ahmed), f"{CANARY} again.")
    open_record(reader_for(cast.okafor), record.uuid)


def is_voided(cast: Cast, kind: str) -> None:
    (record,) = file_event([secret(cast, kind)], reader=reader_for(cast.lee))
    void_record(record, reader_for(cast.lee), f"{CANARY} was a mistake")


def shown(record: Record) -> list[object]:
    return [record.uuid, record.reference, record.headline, record.words, record.happened_at]


Look = Callable[[Reader], Any]


FILES = ("a record filed after it", "find from its mark")  # each by a reader of its own


def surfaces(cast: Cast, *kinds: str) -> Iterator[tuple[str, Look]]:
    """Every way in which an engine answers a reader, by name."""
    yield from timelines(cast)
    yield from searches(cast, *kinds)
    yield from marks(cast)
    yield "open it", lambda reader: open_record(reader, SECRET) is None
    yield "count", lambda reader: Record.objects.readable_by(reader).count()
    yield "actions", lambda reader: [[a.sentence, a.due, a.state] for a in actions_of(reader)]
    yield "alerts", lambda reader: [[row.text, row.urgent, row.at] for row in alerts_of(reader)]
    yield "unseen", lambda reader: alerts_of(reader).filter(seen_at=None).count()
    yield (
        "handover",
        lambda reader: {
            str(pk): [shown(row) for row in rows]
            for group in cast.groups.values()
            for pk, rows in said_today(reader, group).items()
        },
    )
    yield "kinds to choose from", lambda reader: [each.slug for each in kinds_open_to(reader)]
    yield "a record filed after it", lambda reader: file_later(cast, reader)


def timelines(cast: Cast) -> Iterator[tuple[str, Look]]:
    for name, child in cast.pupils.items():
        yield f"timeline of {name}", lambda reader, child=child: page(pupil_page(reader, child))
        yield (
            f"timeline of {name} by 1",
            lambda reader, child=child: walk(
                lambda after: pupil_page(reader, child, after=after, size=1)
            ),
        )
    yield (
        "school by 2",
        lambda reader: walk(lambda after: school_page(reader, cast.school.pk, after=after, size=2)),
    )


def searches(cast: Cast, *secret: str) -> Iterator[tuple[str, Look]]:
    school = cast.school.pk
    for kinds in (None, *([kind] for kind in secret), ["note"]):
        yield (
            f"school {kinds}",
            lambda reader, kinds=kinds: page(school_page(reader, school, kinds=kinds)),
        )
        for query in (CANARY, "leo", "what", *(() if kinds else (CANARY[:3], "concern", "hit"))):
            yield (
                f"find {query} {kinds}",
                lambda reader, query=query, kinds=kinds: page(
                    find(reader, school, query, kinds=kinds)
                ),
            )
    yield "find its reference", lambda reader: page(find(reader, school, reference_for(SECRET)))


def marks(cast: Cast) -> Iterator[tuple[str, Look]]:
    """Going on from a record that the reader has the address of, but may not know."""
    school, when = cast.school.pk, clock.now() - timedelta(minutes=30)
    mark = f"{int(when.timestamp()) * 1_000_000}-{SECRET}"
    yield "school from its mark", lambda reader: page(school_page(reader, school, after=mark))
    yield "timeline from its mark", lambda reader: page(pupil_page(reader, cast.leo, after=mark))
    yield "find from its mark", lambda reader: [
        file_later(cast, reader), page(find(reader, school, "what", after=str(SECRET)))
    ]  # fmt: skip


def page(found: Any) -> list[object]:
    return [[shown(record) for record in found.records], found.older]


def walk(page_after: Callable[[str], Any]) -> list[object]:
    """Every page in turn, to the end."""
    pages, after = [], ""
    while len(pages) < 20:
        found = page_after(after)
        pages.append(page(found))
        if not (after := found.older):
            break
    return pages


def file_later(cast: Cast, reader: Reader) -> object:
    """What the reader's own next record is like: its reference, headline, body, links, actions."""
    made = draft(cast, "note", reader.person, cast.leo, uuid=LATER)
    try:
        (record,) = file_event([made], reader=reader)
    except Refused as refused:
        return refused.sentence
    body = json.loads(Revision.objects.get(record=record).body)
    return [shown(record), body, record.links.count(), record.linked_by.count()]


def those_who_may_not(cast: Cast) -> dict[str, Person]:
    """Everyone but the author, the leads and the head."""
    know = {"lee", "ahmed", "price", "okafor"}
    return {
        **{name: who for name, who in cast.staff.items() if name not in know},
        **outsiders(cast),
    }


def looks_of(cast: Cast, readers: dict[str, Reader]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every surface for everyone who may not know; whoever only looks is one reader all along."""
    for name, person in those_who_may_not(cast).items():
        for where, surface in surfaces(cast, *KINDS):

            def look(name=name, person=person, where=where, surface=surface):  # type: ignore[no-untyped-def]
                if where in FILES:
                    return surface(reader_for(person))
                if name not in readers:
                    readers[name] = reader_for(person)
                return surface(readers[name])

            yield f"{name}: {where}", look


@pytest.mark.slow
def test_no_engine_tells_an_outsider_that_there_is_a_secret(cast: Cast) -> None:
    """Four worlds, of a secret of either kind that lives or is voided, against one without."""
    for minutes, child in ((0, cast.leo), (20, cast.jaden), (30, cast.leo), (40, cast.leo)):
        at = clock.now() - timedelta(minutes=minutes)
        file_event(
            [draft(cast, "note", cast.sam, child, happened_at=at)], reader=reader_for(cast.sam)
        )
    readers: dict[str, Reader] = {}  # of one world
    looks = dict(looks_of(cast, readers))
    without = in_a_world(lambda: None, looks)
    told, quoted = [], []
    for life, kind in product((lives, is_voided), KINDS):
        readers.clear()
        with_it = in_a_world(lambda life=life, kind=kind: life(cast, kind), looks)
        world = f"{kind} that {life.__name__}"
        here = [(world, look) for look in looks if without[look] != with_it[look]]
        quoted += [(world, look) for look in looks if CANARY.encode() in with_it[look]]
        print(f"{world}: {len(here)} of {len(looks)} surfaces tell an outsider")
        told += here
    assert (told, quoted) == ([], [])


def test_the_helper_does_see_what_a_reader_sees(cast: Cast) -> None:
    """The same surfaces do differ for the designated lead: the test above means something."""
    looks = {
        name: lambda surface=surface: surface(reader_for(cast.ahmed))
        for name, surface in surfaces(cast, "concern")
    }
    without, with_it = in_both(lambda: lives(cast, "concern"), looks)
    differ = {look for look in looks if without[look] != with_it[look]}
    expect = {"timeline of leo", "timeline of jaden by 1", "school None", "school ['concern']",
              f"find {CANARY} None", "find its reference", "count", "actions", "alerts", "unseen",
              "open it"}  # fmt: skip
    assert expect - differ == set()
