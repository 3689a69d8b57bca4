"""What every test stands on: the frozen clock, the cast, and the shared material if it is there."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.core.settling import settle
from handrail.database import written_once
from tests.counting import count, often, pytest_terminal_summary

__all__ = ["count", "pytest_terminal_summary"]  # pytest finds them here

# Made-up input is the same on every run, and a busy machine is no failure.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("suite")

# In a long run each question that is written once is held against itself at every asking.
written_once.CHECKED_EVERY = often(written_once.CHECKED_EVERY, 1)

MONDAY_MORNING = datetime(2026, 11, 23, 10, 12, tzinfo=LONDON)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What has been read by now stays: going through it again and again finds no garbage."""
    settle()


def pytest_report_header() -> str:
    """Which of the two databases this run is about."""
    return f"database: {settings.DATABASES['default']['ENGINE']}"


# On PostgreSQL the run is about what asks the database for something of its own: storing, locking,
# counting, finding, loading, keeping. Who may open what, forms and files are the same on both:
# tests/records/test_reading_property holds the rule of reading against its twin, on both.
ON_POSTGRES_TOO = (
    "tests/records/", "tests/faults/", "tests/people/test_names", "tests/people/test_working",
    "tests/keeping/test_backup_postgres", "tests/keeping/test_doctor",
    "tests/keeping/test_retention", "tests/roll/test_applying", "tests/roll/test_left_out",
    "tests/api/test_api", "tests/capture/test_sending", "tests/notify/test_ladder",
    "tests/notify/test_lanes", "tests/sharing/test_forgetting", "tests/web/test_pages",
    "tests/web/test_readings",
)  # fmt: skip
THE_SAME_ON_BOTH = ("tests/records/test_hold_clocks", "tests/records/test_clock_changes",
                    "tests/records/test_field_table", "tests/records/test_posts")  # fmt: skip
# Tests that mostly start the program and wait for it; script/test runs them beside the others.
PROGRAMS = ("tests/bench/", "tests/cli/", "tests/faults/", "tests/keeping/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what starts programs; on PostgreSQL, leave out what has nothing to do with it."""
    for item in items:
        if item.nodeid.startswith(PROGRAMS):
            item.add_marker("program")
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    left = [
        item
        for item in items
        if not item.get_closest_marker("postgres")
        and (not item.nodeid.startswith(ON_POSTGRES_TOO)
             or item.nodeid.startswith(THE_SAME_ON_BOTH))
    ]  # fmt: skip
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Monday 23 November 2026, 10:12, until a test moves it."""
    with clock.frozen(MONDAY_MORNING):
        yield


@pytest.fixture(autouse=True)
def proved_when_forced() -> Iterator[None]:
    """`client.force_login` is somebody who has just signed in with all that their post asks for.

    A sign-in through the pages is left as it is: that is what tests of getting in look at.
    """
    from handrail.demo.phones import give_phones
    from handrail.entry.factors import has_factor
    from handrail.entry.signing import begin_session

    def prove(sender: object, request: HttpRequest, user: Any, **_: object) -> None:
        if request.path == "":  # the test client's own, made by force_login
            give_phones([] if has_factor(user) else [user])
            begin_session(request.session, proved=has_factor(user))

    user_logged_in.connect(prove)
    yield
    user_logged_in.disconnect(prove)


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Tables, cast and the list of static files are the same for every test."""
    from tests.once import static_files_listed_once
    from tests.tables import migrated_once

    with migrated_once(), static_files_listed_once():
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """What a browser talks to stands on the disk, as in a school: there a writer waits for its
    turn, while connections that share one memory answer each other "locked" at once.

    On PostgreSQL, two lanes of script/test make their tables on one server.
    """
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        settings.DATABASES["default"]["TEST"]["NAME"] = f"test_{os.getpid()}"
    if request.config.getoption("markexpr") == "browser":
        settings.DATABASES["default"]["TEST"]["NAME"] = str(settings.HOME / "browser.sqlite3")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the checkout; a stranger's clone has none, and skips."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("HANDRAIL_SHARED", beside))
    if not folder.is_dir():
        pytest.skip("The shared material (../shared) is not beside this checkout.")
    return folder


@pytest.fixture
def cast(db: None):  # type: ignore[no-untyped-def]
    """Spring Lane Primary and everyone in it."""
    from tests.once import cast_again

    return cast_again()


@pytest.fixture
def as_reader() -> Callable[..., object]:
    """Make somebody the reader, on the standing day."""
    from handrail.records.reader import reader_for

    return reader_for
