"""A draft: a record that has not been filed yet, in the shape that the door to write accepts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from handrail.core.ids import new_uuid
from handrail.people.models import Person
from handrail.records.models import Action, Record
from handrail.school.models import Group, Place, School, Word


@dataclass(frozen=True)
class Involved:
    """Somebody in the record, in a role, with their own account where they gave one."""

    person: Person
    role: str
    account: str = ""
    outcome: str = ""
    as_pupil: bool = True


@dataclass(frozen=True)
class Settled:
    """How an action of a record from before was closed: by a record, by reading, or by a reason.

    `evidence` is the number of another draft of the same batch.
    """

    at: datetime
    by: Person
    evidence: UUID | None = None
    because: str = ""


@dataclass(frozen=True)
class Draft:
    """One record to be. `detail` holds the kind's own columns, `chosen` its words by list."""

    kind: str
    school: School
    author: Person
    author_post: str
    happened_at: datetime
    involved: tuple[Involved, ...] = ()
    words: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    chosen: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)
    precision: str = Record.Precision.EXACT
    captured_at: datetime | None = None
    place: Place | None = None
    group: Group | None = None
    sensitivity: int | None = None
    closes: tuple[Action, ...] = ()  # actions that this record is evidence for
    uuid: UUID = field(default_factory=new_uuid)
    filed_at: datetime | None = None  # only for records brought in from before
    settled: Mapping[str, Settled] = field(default_factory=dict)  # those too; by the duty's slug,
    # or for one parent alone by "slug:number of the parent"
    rows: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)  # by slug
