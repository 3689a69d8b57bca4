"""Plans: which statements of a page read more the more is stored, by the database's own word."""

import re
from collections.abc import Iterator
from itertools import islice

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.pages import Page, client_for

# Tables that grow with what is stored; the others are as big as the school.
GROWING = (
    "records_record", "records_involvement", "records_action", "records_revision",
    "records_chosenword", "records_accessentry", "records_link", "search_index", "notify_alert",
)  # fmt: skip
SCAN = re.compile(r"^SCAN (\w+)(?! VIRTUAL)")
# Down the school's whole past, with nothing that says where it ends.
ALL_THE_PAST = re.compile(
    r"SEARCH records_record USING .*record_by_time \(school_id=\?( AND happened_at<\?)?\)"
)
ENDS = re.compile(r"LIMIT \d+( OFFSET \d+)?$")
NUMBERS = re.compile(r"\d+|'[^']*'")
SLOW_MS = 3.0


def suspects(page: Page) -> Iterator[tuple[str, str, float]]:
    """Statements of a page that walk a growing table or are slow: plan, statement, milliseconds."""
    client = client_for(page.username)
    seen: set[str] = set()
    for address in islice(page.addresses, 4):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        for query in captured.captured_queries:
            statement, took = query["sql"], float(query["time"]) * 1000
            shape = NUMBERS.sub("?", statement)
            if shape in seen or not statement.lstrip("( ").startswith("SELECT"):
                continue
            plan = plan_of(statement)
            if took >= SLOW_MS or grows(statement, plan):
                seen.add(shape)
                yield " / ".join(plan), statement, took


def plan_of(statement: str) -> list[str]:
    """How SQLite would answer a statement, a line for each table that it reads."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}".replace("%", "%%"), [])
        return [row[-1] for row in cursor.fetchall()]


def grows(statement: str, plan: list[str]) -> bool:
    """Whether by this plan more is read the more is stored, however little is shown."""
    if not ENDS.search(statement) and any(ALL_THE_PAST.search(line) for line in plan):
        return True
    return any(_walks(line, statement) for line in plan)


def _walks(line: str, statement: str) -> bool:
    """Whether this line of a plan reads a growing table from one end to the other."""
    if not (found := SCAN.match(line)):
        return False
    names = {found[1], *re.findall(rf'"(\w+)" {found[1]}\b', statement)}
    return not names.isdisjoint(GROWING)
