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
            plan = _plan(statement)
            if took >= SLOW_MS or any(_walks(line, statement) for line in plan):
                seen.add(shape)
                yield " / ".join(plan), statement, took


def _plan(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}".replace("%", "%%"), [])
        return [row[-1] for row in cursor.fetchall()]


def _walks(line: str, statement: str) -> bool:
    """Whether this line of a plan reads a growing table from one end to the other."""
    if not (found := SCAN.match(line)):
        return False
    names = {found[1], *re.findall(rf'"(\w+)" {found[1]}\b', statement)}
    return not names.isdisjoint(GROWING)
