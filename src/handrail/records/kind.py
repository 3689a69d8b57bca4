"""What a kind of record declares, and the registry in which the engines find it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from handrail.records.duty import (
    ACCOUNT,
    ANSWER,
    ANSWERING,
    AUTHOR,
    COMPLETE,
    INVOLVED,
    READING,
    Duty,
    Ground,
    Step,
    always,
    filing,
    never,
)  # fmt: skip
from handrail.records.sensitivity import Sensitivity
from handrail.school.words import StarterWord

if TYPE_CHECKING:
    from handrail.people.models import Person
    from handrail.records.forms import DetailForm
    from handrail.records.models import Record
    from handrail.records.models.row import Row
    from handrail.records.reader import Reader
    from handrail.records.row_forms import RowForm
    from handrail.school.models import Place, School, Word

__all__ = [  # what a kind declares with, also where it stands beside this file
    "ACCOUNT", "ANSWER", "ANSWERING", "AUTHOR", "COMPLETE", "INVOLVED", "READING", "Duty", "Ground",
    "Step", "always", "filing", "never",
]  # fmt: skip


@dataclass(frozen=True)
class Role:
    """A part that somebody can have in a record of this kind."""

    slug: str
    label: str
    who: tuple[str, ...] = ("pupil",)  # "pupil", "staff", "carer", "professional"
    least: int = 0
    most: int | None = None
    author: bool = False  # whoever writes on the sheet has this part unless they say otherwise
    after: tuple[str, ...] = ()  # in an "also true" record: whoever had such a part in the first

    def fits(self, *, as_pupil: bool) -> bool:
        """Whether a pupil, or an adult, can have this part."""
        return "pupil" in self.who if as_pupil else self.who != ("pupil",)


@dataclass(frozen=True)
class WordList:
    """A question that is answered by the school's own words, as chips."""

    slug: str
    question: str
    starters: tuple[StarterWord, ...]
    many: bool = True
    required: bool = False
    on_floor: bool = True  # shown on the first view of the sheet; the rest under "More"
    pictures: Mapping[str, str] = field(default_factory=dict)  # signs of the sprite by slug

    def name(self, kind_slug: str) -> str:
        """The list's name among the school's words: "behaviour.seen"."""
        return f"{kind_slug}.{self.slug}"


@dataclass(frozen=True)
class Rows:
    """Something that a record of this kind has several of, each a row of a table of its own."""

    slug: str
    label: str
    one: str  # what one of them is called: "part", "target"
    table: type["Row"]
    form: type["RowForm"]
    most: int = 12
    hint: str = ""
    fetch: tuple[str, ...] = ()  # what of other tables the kind's rules look at
    on_floor: bool = False  # asked on the sheet as well, folded away
    by_writer: str = ""  # the column of who did it, which on the sheet is whoever writes it


@dataclass(frozen=True)
class Found:
    """One thing that was looked up as a record was filed, and kept as it was then.

    `verdict` is "fact" (what stood then), "fine", "look" (somebody should look) or "unknown".
    `private`: only the leads are shown it, and whom it is about.
    """

    slug: str
    label: str
    said: str
    verdict: str = "fact"
    person: "Person | None" = None
    private: bool = False


@dataclass(frozen=True)
class Facts:
    """What rules of a kind may look at: the record as it is about to be filed."""

    happened_at: datetime
    detail: models.Model
    chosen: Mapping[str, tuple["Word", ...]]
    people: Mapping[str, tuple["Person", ...]]
    words: str = ""
    group_name: str = ""
    school: "School | None" = None
    author: "Person | None" = None
    rows: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    accounts: Mapping[int, str] = field(default_factory=dict)  # by the key of who gave them
    about: "Record | None" = None  # the record that this one is filed for
    place: "Place | None" = None
    pupils: frozenset[int] = frozenset()  # keys of those who are in it as pupils
    late: bool = False  # written after the day, or not whole when it was due
    timed: bool = True  # the hour is known; "some time that day" stands at noon

    def labels(self, list_slug: str) -> list[str]:
        return [word.label for word in self.chosen.get(list_slug, ())]

    def first(self, list_slug: str) -> str:
        """The first chosen label of a list, or nothing."""
        return next(iter(self.labels(list_slug)), "")

    def slugs(self, list_slug: str) -> set[str]:
        return {word.slug for word in self.chosen.get(list_slug, ())}

    def value(self, list_slug: str) -> int:
        """The highest rank among the chosen words of a list; 0 when there is none."""
        return max((word.value or 0 for word in self.chosen.get(list_slug, ())), default=0)


def nothing(facts: Facts) -> Iterable[Any]:
    return ()


Heed = Callable[["Record", "Person"], str]


def unheeded(about: "Record", writer: "Person") -> str:
    return ""


@dataclass(frozen=True)
class Also:
    """A chip of "Also true?": ticking it files a linked record of another kind."""

    kind: str
    label: str


@dataclass(frozen=True)
class Capture:
    """What the sheet asks on the floor. Detail fields named in `later` wait under "More"."""

    tile: str
    order: int
    offline: bool = True
    words_label: str = "In your words"
    words_required: bool = False
    words_hint: str = ""
    later: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()
    whole_class: bool = False


@dataclass(frozen=True)
class Measure:
    """A countable fact: records of this kind for which `where` holds on the detail or words.

    One names at most one thing to count by: a `list` of words; a `column` of the detail, or of
    the `rows` of that table; a `duty`, of which the time until it was done is measured; records
    that were `filed_for` it as evidence, by a `column` of theirs. With `adds`, minutes are added
    up: of the rows where a record has any, of the column of its detail otherwise.
    """

    slug: str
    label: str
    list: str = ""
    where: Mapping[str, object] = field(default_factory=dict)
    rows: str = ""
    column: str = ""
    adds: bool = False
    duty: str = ""
    filed_for: str = ""


@dataclass(frozen=True)
class Retention:
    """How long a record is kept, counted from what, on whose word."""

    years: int
    counts_from: str
    basis: str


@dataclass(frozen=True)
class Register:
    """Records of the kind are numbered without a gap, by school and school year.

    `title` stands on the first page of the book; `basis` says why there is one.
    """

    title: str
    one: str  # what an entry is called: "entry"
    basis: str
    signed: str = ""  # the duty that is done when the entry has been signed


# By table, the rows that a new record about a pupil begins with, from what its writer may read.
Opening = Callable[["Reader", "School", "Person"], Mapping[str, "Sequence[Mapping[str, str]]"]]

# By table and field ("targets-measure"), what may be chosen there instead of typed, of one pupil.
Offering = Callable[["Reader", "School", "Person"], Mapping[str, "Sequence[str]"]]


@dataclass(frozen=True)
class Kind:
    """A sort of record. Nothing else needs to be told for it to work everywhere."""

    slug: str
    version: int
    label: str
    plural: str
    icon: str
    capture: Capture
    detail: type[models.Model]
    form: type["DetailForm"]
    roles: tuple[Role, ...]
    headline: Callable[[Facts], str]
    sensitivity: Sensitivity
    readers: tuple[str, ...]
    writers: tuple[str, ...]
    duties: tuple[Duty, ...]
    retention: Retention
    forget: Callable[[models.Model], None]
    basis: tuple[str, ...]
    serves: tuple[str, ...]  # ids of the duties of the post (docs/duties.md)
    words: tuple[WordList, ...] = ()
    restricted_readers: tuple[str, ...] = ("designated_leads", "heads")
    search: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    export: tuple[str, ...] = ()
    is_evidence: Callable[[Facts], bool] = always
    answers: Callable[[Facts, Duty], bool] = always  # which of those that ask for its kind
    active: bool = True
    at_desk: bool = False  # written on a page of its own, never on the sheet
    goes_on: bool = False  # a new one begins from the last one about the same pupil: a plan
    anew: tuple[str, ...] = ()  # what is asked afresh each time all the same
    opens_with: "Opening | None" = None  # rows that stand on its page when it is begun
    offers: "Offering | None" = None  # what its writer can choose there instead of typing it
    from_address: tuple[str, ...] = ()  # columns that a link to its sheet may say beforehand
    keeps_files: bool = True  # no photo and no document beside a record of personal care, ever
    look_first: str = ""  # the page about the pupil that says what to know before writing it
    answers_every: bool = False  # one answers whatever waits for its kind about the pupil
    rows: tuple[Rows, ...] = ()
    missing: Callable[[Facts], Iterable[str]] = nothing  # names of questions still to be answered
    asked_since: Mapping[str, int] = field(default_factory=dict)  # since which version
    asks: Mapping[str, str] = field(default_factory=dict)  # those of them that are no field, asked
    answered_in: Mapping[str, str] = field(default_factory=dict)  # by which rows, or which role
    statutory: frozenset[str] = frozenset()  # those of them that law or statutory guidance asks
    look: Callable[[Facts], Iterable[Found]] = nothing  # what to look up and keep as it is now
    watched: "Callable[[School], Mapping[str, object]] | None" = None  # for capture/gaps.js
    restricts: Callable[[Facts], bool] = never  # what only the leads may know of, once it is said
    heed: Heed = unheeded  # what its page says first to whoever writes it about that record
    register: Register | None = None
    one: str = ""  # what one of them is called in a sentence, where that is not the label
    ends_at: str = ""  # the column of the time of day at which it was over: not before it began
    beside_any: str = ""  # its chip in "Also true?" of every other kind: it can happen in anything

    @property
    def said(self) -> str:
        """ "behaviour record", "concern": one of them, inside a sentence."""
        return self.one or self.label.lower()

    @property
    def parts_follow(self) -> bool:
        """Whether its parts are told from those of the record it stands beside, or asked."""
        return any(role.after for role in self.roles[1:])

    @property
    def also(self) -> tuple[Also, ...]:
        """The chips of "Also true?": its own, then those of kinds that stand beside any."""
        anywhere = (Also(k.slug, k.beside_any) for k in all_kinds() if k.beside_any and k.active)
        return (*self.capture.also, *(chip for chip in anywhere if chip.kind != self.slug))

    @property
    def starts_at(self) -> str:
        """The page on which one is begun, to which what is known already is added."""
        return f"/log/at/{self.slug}/?" if self.at_desk else f"/log/?kind={self.slug}"

    def role(self, slug: str) -> Role | None:
        return next((role for role in self.roles if role.slug == slug), None)

    def duty(self, slug: str) -> "Duty | None":
        return next((duty for duty in self.duties if duty.slug == slug), None)

    def rows_named(self, slug: str) -> "Rows | None":
        return next((rows for rows in self.rows if rows.slug == slug), None)

    def question(self, name: str) -> str:
        """How a column, a list or a set of rows is asked for."""
        if words := self.word_list(name):
            return words.question
        if rows := self.rows_named(name):
            return rows.label
        if name == "place":
            return "Where it happened"
        if name in self.asks:
            return self.asks[name]
        field = self.form.base_fields.get(name)
        return str(field.label or name) if field else name.replace("_", " ").capitalize()

    def word_list(self, slug: str) -> WordList | None:
        return next((words for words in self.words if words.slug == slug), None)


@cache
def _registry() -> dict[str, Kind]:
    """Every declared kind by slug, in the order of settings.KINDS; needs the apps to be loaded."""
    kinds = (import_module(f"{folder}.kind").KIND for folder in settings.KINDS)
    return {kind.slug: kind for kind in kinds}


def all_kinds() -> tuple[Kind, ...]:
    """Every kind there is, also those that are no longer filed."""
    return tuple(_registry().values())


def kind_named(slug: str) -> Kind:
    """The kind of that slug; KeyError when it was never declared."""
    return _registry()[slug]


def forget_registry() -> None:
    """For tests that add a trial kind to the settings."""
    _registry.cache_clear()
