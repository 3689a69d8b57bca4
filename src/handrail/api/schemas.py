"""The shapes of the API: what is asked for and what is given back. Unknown fields are refused."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

# No control characters: PostgreSQL keeps no NUL, and nobody types the others.
Words = Annotated[
    str, StringConstraints(max_length=20_000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")
]
Short = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
MOST_PUPILS, MOST_RECORDS = 50, 25
PupilLimit = Annotated[int, Field(ge=1, le=MOST_PUPILS, description="how many at most")]
RecordLimit = Annotated[int, Field(ge=1, le=MOST_RECORDS, description="how many at most")]
Said = str | int | bool | None
Moment = Annotated[AwareDatetime, Field(description="ISO 8601 with a zone")]


class Asked(Schema):
    """A body that is sent to us."""

    model_config = ConfigDict(extra="forbid")


class Fault(Schema):
    field: str
    sentence: str


class Faults(Schema):
    errors: list[Fault]


class PostOut(Schema):
    school: UUID
    school_name: str
    roles: list[str]


class MeOut(Schema):
    person: UUID
    name: str
    posts: list[PostOut]


class WordOut(Schema):
    uuid: UUID
    slug: str
    label: str
    value: int | None


class WordListOut(Schema):
    slug: str
    question: str
    many: bool
    required: bool
    words: list[WordOut]


class RoleOut(Schema):
    slug: str
    label: str
    who: list[str]
    least: int


class ChoiceOut(Schema):
    value: str
    label: str


class FieldOut(Schema):
    name: str
    label: str
    required: bool
    sort: str
    choices: list[ChoiceOut] = Field(description="what may be given; empty where anything may")


class RowsOut(Schema):
    slug: str
    label: str
    one: str
    most: int
    fields: list[FieldOut]


class KindOut(Schema):
    slug: str
    version: int
    label: str
    words_required: bool
    roles: list[RoleOut]
    lists: list[WordListOut]
    fields: list[FieldOut]
    rows: list[RowsOut] = Field(description="what a record of the kind may have several of")


class PupilOut(Schema):
    uuid: UUID
    name: str
    born: date | None
    needs: str
    flags: list[str]


class PupilsOut(Schema):
    pupils: list[PupilOut]
    after: str = Field(description="give back as `after` for the next page; empty at the end")


class InvolvedOut(Schema):
    person: UUID
    name: str
    role: str
    account: str


class RecordOut(Schema):
    uuid: UUID
    reference: str
    school: UUID
    kind: str
    headline: str
    happened_at: datetime
    precision: str
    filed_at: datetime
    place: str
    author: str
    restricted: bool
    state: str


class RecordWhole(RecordOut):
    words: str
    involved: list[InvolvedOut]
    accounts_kept_apart: str
    chosen: dict[str, list[str]]
    detail: dict[str, Any]
    amendments: list[dict[str, Any]]
    rows: dict[str, list[dict[str, str]]]
    register_entry: str
    void_reason: str


class FiledOut(Schema):
    """What a write gives back. To read the record, ask for it: that is written down."""

    uuid: UUID
    reference: str
    kind: str
    state: str


class RecordsOut(Schema):
    records: list[RecordOut]
    after: str = Field(description="give back as `after` for the next page; empty at the end")


class InvolvedIn(Asked):
    person: UUID
    role: Short
    account: Words = ""


class RecordIn(Asked):
    """A record to be filed. `chosen` holds words by list, as UUIDs; `detail` the kind's fields;
    `rows`, by the name of their table, what there are several of, each with that table's fields.
    An adult in a row is given as the UUID of somebody in `involved`."""

    school: UUID
    kind: Short
    happened_at: Moment
    captured_at: Moment | None = None
    precision: Annotated[str, StringConstraints(pattern="^(exact|about|day)$")] = "exact"
    place: UUID | None = None
    words: Words = ""
    involved: Annotated[list[InvolvedIn], Field(max_length=60)]
    chosen: dict[Short, list[UUID]] = {}
    detail: dict[Short, Said] = {}
    rows: dict[Short, Annotated[list[dict[Short, Said]], Field(max_length=60)]] = {}
    restricted: bool = False
    closes: UUID | None = Field(None, description="an action that this record is evidence for")


class AmendIn(Asked):
    words: Words


class ReasonIn(Asked):
    reason: Annotated[Words, StringConstraints(max_length=500)]


class ActionOut(Schema):
    uuid: UUID
    record: UUID
    what: str
    due: datetime
    state: str
    overdue: bool
    evidence: str
    basis: str


class AlertOut(Schema):
    uuid: UUID
    text: str
    urgent: bool
    at: datetime
    seen: bool
