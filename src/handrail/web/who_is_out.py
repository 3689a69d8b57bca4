"""What a list of pupils says of who is out of class now."""

from typing import Any

from handrail.entry.guards import At
from handrail.people.models import Person
from handrail.records.kind import kind_named
from handrail.records.rules import may_write
from handrail.timeline.out_now import KIND, out_now


def may_file(request: At, kind: str = KIND) -> bool:
    return may_write(request.reader, kind_named(kind).writers, request.school.pk)


def with_out(request: At, people: list[Person]) -> dict[str, Any]:
    """What a list of pupils needs to say who is out now, and to send out and bring back."""
    found = out_now(request.reader, request.school, [person.pk for person in people])
    by_person = {one.person.pk: one for one in found}
    for person in people:
        person.out = by_person.get(person.pk)  # type: ignore[attr-defined]
    return {"takes_out": may_file(request), "out": found}
