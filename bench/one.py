"""One database: build or reuse it, measure everything on it, and print the figures as JSON.

Run by `python -m bench` in a process of its own, with the database in its environment.
"""

import argparse
import contextlib
import json
import os
import resource
import sys
import time
from dataclasses import asdict
from datetime import datetime
from typing import Any

MOMENT = datetime.fromisoformat("2026-11-23T10:12:00+00:00")  # a Monday, in the middle of maths
PUPILS, YEARS = 600, 2.0
MOST_DRAWN, TIMES = 500_000, 10  # larger databases are a tenth of them, copied


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--plans", action="store_true")
    arguments = parser.parse_args()
    # One line of JSON is the answer; whatever else is said goes to the terminal.
    with contextlib.redirect_stdout(sys.stderr):
        answer = _measured(arguments)
    print(json.dumps(answer))


def _measured(arguments: argparse.Namespace) -> dict[str, Any]:
    import django

    django.setup()
    from handrail.core import clock
    from handrail.core.settling import settle

    built = _build(arguments.records)
    settle()  # as the program does that serves
    with clock.frozen(MOMENT):
        return {"records": arguments.records, **built, **_figures(arguments)}


def _build(records: int) -> dict[str, Any]:
    """Migrate, and build the made-up schools when the database holds none yet."""
    from django.core.management import call_command
    from django.db import connection

    from bench.growing import grow
    from handrail.core import clock
    from handrail.demo.building import build_demo
    from handrail.keeping.tables import bring_tables_up
    from handrail.records.models import Record

    bring_tables_up()
    call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
    if stored := Record.everything.count():
        return {"stored": stored, "build": None}
    began = time.perf_counter()
    with clock.frozen(MOMENT):
        drawn = records if records <= MOST_DRAWN else records // TIMES
        report = build_demo(pupils=PUPILS, years=YEARS, records=drawn, progress=_Dots(drawn))
    seconds = time.perf_counter() - began
    if drawn < records:
        grow(TIMES)
    with connection.cursor() as cursor:
        # What PostgreSQL does of itself in the first quiet hour must not fall into the figures.
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM (ANALYZE)")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    filed = report.counts["records"]
    return {
        "stored": Record.everything.count(),
        "build": {"seconds": seconds, "a_second": filed / seconds, "memory_mb": memory},
    }


class _Dots:
    """Progress on the terminal, one line rewritten."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0

    def step(self, n: int = 1) -> None:
        self.done += n
        print(f"\r  filed {self.done:,} of about {self.total:,}", end="", file=sys.stderr)
        if self.done >= self.total:
            print(file=sys.stderr)


def _figures(arguments: argparse.Namespace) -> dict[str, Any]:
    from django.db import connection

    from bench.doors import filing, verifying
    from bench.pages import all_pages, measure
    from bench.plans import suspects

    pages = all_pages()
    figures: dict[str, Any] = {
        "database": connection.vendor,
        "pages": [asdict(measure(page, runs=arguments.runs)) for page in pages],
        "bytes": _bytes(),
    }
    if arguments.plans and connection.vendor == "sqlite":
        figures["plans"] = [
            {"page": page.name, "plan": plan, "sql": sql, "ms": ms}
            for page in pages
            for plan, sql, ms in suspects(page)
        ]
    if arguments.records <= MOST_DRAWN:
        figures["verify"] = verifying()
    figures["filing"] = asdict(filing(runs=arguments.runs))
    return figures


def _bytes() -> int:
    from django.db import connection

    if connection.vendor == "sqlite":
        return os.path.getsize(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
