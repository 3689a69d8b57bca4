"""What is looked up as a removal is written: how often it happened lately, for the leads."""

from collections.abc import Iterator
from datetime import timedelta

from handrail.core.numbers import counted
from handrail.records.kind import Facts, Found
from handrail.records.models import Involvement, Record

LATELY, OFTEN = timedelta(weeks=6), 3


def look(facts: Facts) -> Iterator[Found]:
    """From the third in six weeks on. Being removed again and again is a sign that a child may be
    at risk (Keeping Children Safe in Education); it is said to the leads alone, for whoever writes
    one need not know of the others."""
    if facts.school is None:
        return
    for pupil in facts.people.get("removed", ()):
        before = Involvement.objects.filter(
            person=pupil, role="removed", record__kind="removal", record__school=facts.school,
            record__state=Record.State.FILED,
            happened_at__gte=facts.happened_at - LATELY, happened_at__lt=facts.happened_at,
        ).count()  # fmt: skip
        if before + 1 >= OFTEN:
            said = f"{counted(before + 1, 'time')} in six weeks: talk with the designated lead"
            yield Found("repeated", "Out of class again", said, "look", pupil, private=True)
