"""Learning at size: how fast a pupil's Learning page is beside a year of everybody's marks.

    python -m bench.learning [MARKS]    1,200,000 when left out: 600 pupils, 2,000 marks each

Makes a school of its own in HANDRAIL_HOME, on SQLite. Marks are stored in the order of time, so
that one pupil's lie scattered over the whole table, as they would.
"""

import contextlib
import os
import sys
import time

import django

from bench.one import MOMENT
from bench.tables import LIMIT_MS, table

MARKS, PUPILS, RUNS = 1_200_000, 600, 100
# Eight marks a school day for each pupil; each objective is met in 25 lessons, then the next.
INSERT = """
INSERT INTO learning_mark (uuid, school_id, pupil_id, objective_id, plan_id, level, help, words,
    record_id, marked_by_id, happened_at, captured_at, filed_at, withdrawn_at, withdrawn_by_id,
    withdrawn_because)
WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < %s)
SELECT lower(hex(randomblob(16))), %s, pupil_id, %s + (n / 25 + pupil_id * 3) %% %s, NULL,
    abs(random()) %% 4, '', '', NULL, %s,
    datetime(%s, '-' || ((%s - 1 - n) / 8) || ' days',
             '-' || (((%s - 1 - n) %% 8) * 20) || ' minutes'),
    %s, %s, NULL, NULL, ''
FROM number CROSS JOIN (
    SELECT pupil_id FROM people_enrolment WHERE school_id = %s AND ends IS NULL LIMIT %s
) ORDER BY n
"""


def main() -> int:
    marks = int(sys.argv[1]) if len(sys.argv) > 1 else MARKS
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.settings")
    django.setup()
    from handrail.core import clock

    with contextlib.redirect_stdout(sys.stderr), clock.frozen(MOMENT):
        stored, seconds = _build(marks)
    with clock.frozen(MOMENT):
        print(_shown(stored, seconds))
    return 0


def _build(marks: int) -> tuple[int, float]:
    """The made-up school with few records, and then the marks; how many, and how long they took."""
    from django.core.management import call_command
    from django.db import connection

    from handrail.demo.building import build_demo
    from handrail.keeping.tables import bring_tables_up
    from handrail.learning.models import Mark, Objective
    from handrail.people.models import User

    bring_tables_up()
    call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
    if (stored := Mark.objects.count()) >= marks:  # kept from a run before
        return stored, 0.0
    build_demo(pupils=PUPILS, years=0.1)
    sam = User.objects.get(username="sam").person
    school = sam.posts.get().school
    targets = Objective.objects.filter(framework__school=school, pupil=None).order_by("pk")
    each, pupils = max(1, marks // PUPILS), min(PUPILS, marks)
    at = MOMENT.strftime("%Y-%m-%d %H:%M:%S")
    began = time.perf_counter()
    with connection.cursor() as cursor:
        first = targets[0].pk
        cursor.execute(INSERT, [each, school.pk, first, targets.count(), sam.pk, at, each, each,
                                at, at, school.pk, pupils])  # fmt: skip
        seconds = time.perf_counter() - began
        cursor.execute("ANALYZE")
    return Mark.objects.count(), seconds


def _shown(stored: int, seconds: float) -> str:
    from bench.pages import Page, all_pages, measure
    from handrail.learning.models import LessonPlan
    from handrail.school.models import Group

    by_name = {page.name: page for page in all_pages()}
    willow = Group.objects.get(name="4 Willow")
    plan = LessonPlan.objects.filter(group=willow).latest("date")
    pages = [
        Page("A pupil’s Learning, assistant", "sam",
             tuple(f"{one}learning/" for one in by_name["Pupil, assistant"].addresses)),
        Page("A pupil’s Learning, head", "okafor",
             tuple(f"{one}learning/" for one in by_name["Pupil, head"].addresses)),
        Page("A class’s learning, teacher", "patel", (f"/groups/{willow.uuid}/learning/",)),
        Page("The marking page, assistant", "sam", (f"/plans/{plan.uuid}/mark/",)),
    ]  # fmt: skip
    rows = []
    for page in pages:
        found = measure(page, runs=RUNS)
        verdict = "ok" if found.times.p95 < LIMIT_MS else "slow"
        rows.append((page.name, f"{found.times.p50:.0f} ms", f"{found.times.p95:.0f} ms",
                     f"{found.times.processor:.0f} ms", str(found.queries), verdict))  # fmt: skip
    head = (f"{stored:,} marks, SQLite", "p50", "p95", "processor", "queries", "")
    return f"{table(head, rows)}\n(stored in {seconds:.0f} s)"


if __name__ == "__main__":
    raise SystemExit(main())
