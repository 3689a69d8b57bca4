"""What a kind of record declares, and the registry in which the engines find it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from handrail.core.school_days import Within
from handrail.records.sensitivity import Sensitivity
from handrail.school.words import StarterWord

if TYPE_CHECKING:
    from handrail.people.models import Person
    from handrail.records.forms import DetailForm
    from handrail.school.models import Word

AUTHOR = "author"  # an action that belongs to whoever filed the record
READING = "reading"  # closed when a holder of the owner's post opens the record


def filing(kind_slug: str) -> str:
    """Evidence: closed when a record of that kind is filed for the action."""
    return f"record:{kind_slug}"


@dataclass(frozen=True)
class Role:
    """A part that somebody can have in a record of this kind."""

    slug: str
    label: str
    who: tuple[str, ...] = ("pupil",)  # "pupil", "staff", "carer", "professional"
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class WordList:
    """A question that is answered by the school's own words, as chips."""

    slug: str
    question: str
    starters: tuple[StarterWord, ...]
    many: bool = True
    required: bool = False
    on_floor: bool = True  # shown on the first view of the sheet; the rest under "More"

    def name(self, kind_slug: str) -> str:
        """The list's name among the school's words: "behaviour.seen"."""
        return f"{kind_slug}.{self.slug}"


@dataclass(frozen=True)
class Facts:
    """What rules of a kind may look at: the record as it is about to be filed."""

    happened_at: datetime
    detail: models.Model
    chosen: Mapping[str, tuple["Word", ...]]
    people: Mapping[str, tuple["Person", ...]]
    words: str = ""
    group_name: str = ""

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


def always(facts: Facts) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """A rung of the ladder: who is told when an action is still open after so long."""

    after: timedelta
    role: str


@dataclass(frozen=True)
class Duty:
    """A rule that makes actions when a record is filed.

    `says` is the promise on the sheet ("tell the behaviour manager now"); `what` the action's
    sentence, in which "{pupil}" stands for the name. `per_role` makes one action for each pupil
    in that role. `owner` is a post's role or AUTHOR. `counts_from` is "happened" or "filed".
    """

    slug: str
    says: str
    what: str
    owner: str
    within: Within
    evidence: str
    basis: str
    when: Callable[[Facts], bool] = always
    per_role: str = ""
    counts_from: str = "happened"
    urgent: bool = False
    ladder: tuple[Step, ...] = ()
    icon: str = "hourglass"


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
    """A countable fact: records of this kind for which `where` holds on the detail or words."""

    slug: str
    label: str
    list: str = ""
    where: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Retention:
    """How long a record is kept, counted from what, on whose word."""

    years: int
    counts_from: str
    basis: str


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
    active: bool = True
    one: str = ""  # what one of them is called in a sentence, where that is not the label

    @property
    def said(self) -> str:
        """ "behaviour record", "concern": one of them, inside a sentence."""
        return self.one or self.label.lower()

    def role(self, slug: str) -> Role | None:
        return next((role for role in self.roles if role.slug == slug), None)

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
