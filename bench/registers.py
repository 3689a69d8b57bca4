"""A register of many entries: how many seconds of processor it takes to verify all of them.

HANDRAIL_HOME=/some/empty/folder python -m bench.registers --entries 10000
"""

import argparse
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice

ENTRIES, BATCH = 10_000, 500
WORDS = "He ran at the gate and hit out. Two of us held his arms and walked with him to the Nest."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    arguments = parser.parse_args()
    import django

    django.setup()
    from handrail.keeping.tables import bring_tables_up

    bring_tables_up()
    print(json.dumps(figures(arguments.entries)))


def figures(entries: int) -> dict[str, float]:
    """Build a register and verify it, with everything in the school."""
    from handrail.demo.cast import make_cast
    from handrail.records.verifying import verify_school

    cast = make_cast(accounts=False)
    _fill(cast, entries)
    found: dict[str, float] = {"entries": entries}
    began, wall = time.process_time(), time.perf_counter()
    verdict = verify_school(cast.school)
    if verdict.breaks:
        raise RuntimeError(f"The register does not hold: {verdict.breaks[0]}.")
    found["cpu_s"] = round(time.process_time() - began, 2)
    found["wall_s"] = round(time.perf_counter() - wall, 2)
    found["checked"] = verdict.checked
    return found


def _fill(cast: "Cast", entries: int) -> None:  # type: ignore[name-defined]  # noqa: F821
    from handrail.core import clock
    from handrail.records.draft import Draft, Involved
    from handrail.records.filing import file_past
    from handrail.school.models import Word

    words = {
        slug: (Word.objects.filter(school=cast.school, list=f"hold.{slug}")[0],)
        for slug in ("sort", "ground")
    }
    part = {"starts": "10:45", "ends": "10:47", "adult": cast.sam, "adult_did": "held an arm"}

    def drafts() -> Iterator[Draft]:
        for number, pupil in enumerate(cycle(cast.pupils.values())):
            yield Draft(
                kind="hold", school=cast.school, author=cast.sam, author_post="Assistant",
                words=WORDS, happened_at=clock.now() - timedelta(minutes=entries - number),
                involved=(Involved(pupil, "held"),
                          Involved(cast.sam, "adult", as_pupil=False, account="I held an arm."),
                          Involved(cast.patel, "adult", as_pupil=False)),
                chosen=words, detail={"minutes": 2, "anybody_hurt": "no"},
                rows={"parts": (part,)},
            )  # fmt: skip

    coming = islice(drafts(), entries)
    while batch := list(islice(coming, BATCH)):
        file_past(cast.school, batch)


if __name__ == "__main__":
    main()
