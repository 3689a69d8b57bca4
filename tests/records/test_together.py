"""Two at once: the chain stays whole, a double tap makes one record, nobody's words are lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from pytest_django.plugin import DjangoDbBlocker

from handrail.demo.cast import Cast, make_cast
from handrail.keeping.tables import bring_tables_up
from handrail.records.amending import amend_record
from handrail.records.draft import Draft
from handrail.records.filing import file_event
from handrail.records.models import ChainHead, Record, Revision
from handrail.records.reader import reader_for
from handrail.records.verifying import verify_school
from tests.filing import draft
from tests.tables import give_tables

EACH = 12
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_desks(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cast]:
    """The cast in a database that two threads can open, committed for both to see."""
    if connection.vendor == "sqlite":
        yield from _own_file(request, tmp_path)
    else:
        yield make_cast()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index")  # no model, so no flush reaches it


def _own_file(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cast]:
    """The suite's SQLite lives in memory, where two writers meet other locks than in a school."""
    blocker: DjangoDbBlocker = request.getfixturevalue("django_db_blocker")
    usual, named = connections["default"], connections.settings["default"]["NAME"]
    mine = tmp_path / "handrail.sqlite3"
    give_tables(tmp_path)
    with blocker.unblock():
        connections.settings["default"]["NAME"] = str(mine)
        connections["default"] = connections.create_connection("default")
        try:
            bring_tables_up()
            yield make_cast()
        finally:
            connections["default"].close()
            connections.settings["default"]["NAME"] = named
            connections["default"] = usual


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, all set off together; gives back what each returned."""
    ready, results = Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], object]) -> None:
        try:
            ready.wait()
            results[number] = work()
        except Exception as error:  # noqa: BLE001 - the test says what it wanted instead
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def file_all(drafts: list[Draft]) -> list[Record]:
    reader = reader_for(drafts[0].author)
    return [file_event([one], reader=reader)[0] for one in drafts]


@pytest.mark.slow
def test_two_who_file_at_once_keep_the_chain_whole(two_desks: Cast) -> None:
    cast = two_desks
    works = []
    for who, kind, pupil in ((cast.sam, "behaviour", cast.leo), (cast.reid, "concern", cast.bo)):
        drafts = [draft(cast, kind, who, pupil) for _ in range(EACH)]
        works.append(lambda drafts=drafts: file_all(drafts))
    results = at_once(*works)
    assert [len(filed) for filed in results] == [EACH, EACH]  # type: ignore[arg-type]
    places = list(Revision.objects.order_by("seq").values_list("seq", flat=True))
    assert places == list(range(1, 2 * EACH + 1))
    assert ChainHead.objects.get().seq == 2 * EACH
    assert verify_school(cast.school).breaks == ()
    print(f"two at once: 0 of {2 * EACH} records lost, 0 breaks")


@pytest.mark.slow
def test_a_double_tap_on_two_devices_makes_one_record(two_desks: Cast) -> None:
    cast, reader = two_desks, reader_for(two_desks.sam)
    for _ in range(EACH):
        one = draft(cast, "behaviour", cast.sam, cast.leo)
        results = at_once(*[lambda one=one: file_event([one], reader=reader)[0].pk] * 3)
        assert len(set(results)) == 1, results
        assert isinstance(results[0], int), results
    assert Record.everything.count() == EACH
    assert verify_school(cast.school).breaks == ()


@pytest.mark.slow
def test_two_who_add_words_at_once_are_both_heard(two_desks: Cast) -> None:
    cast = two_desks
    record = file_all([draft(cast, "behaviour", cast.sam, cast.leo)])[0]
    sam, patel = reader_for(cast.sam), reader_for(cast.patel)
    for number in range(EACH):
        results = at_once(
            lambda: amend_record(record, sam, f"Sam {number}"),  # noqa: B023 - joined below
            lambda: amend_record(record, patel, f"Patel {number}"),  # noqa: B023
        )
        assert [result for result in results if isinstance(result, Exception)] == []
    assert record.amendments.count() == 2 * EACH
    assert verify_school(cast.school).breaks == ()
