"""What a kind declares of a duty: who must do what after a record, by when, and what ends it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from handrail.core.school_days import OnDate, Within

if TYPE_CHECKING:
    from handrail.people.models import Person
    from handrail.records.kind import Facts

AUTHOR = "author"  # an action that belongs to whoever filed the record
INVOLVED = "involved"  # one that belongs to each member of staff in `per_role` but the author
ANSWERING = "answering"  # one that belongs to the author of the record this one was filed about
READING = "reading"  # closed when a holder of the owner's post opens the record
ACCOUNT = "account"  # closed when its owner gives their own account of what happened
COMPLETE = "complete"  # closed when nothing that the kind asks for is missing any more
ANSWER = "answer"  # closed when its owner adds to the record that this one is about


def filing(kind_slug: str) -> str:
    """Evidence: closed when a record of that kind is filed for the action."""
    return f"record:{kind_slug}"


def never(facts: "Facts") -> bool:
    return False


def always(facts: "Facts", *about: object) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """A rung of the ladder: who is told when an action is still open after so long."""

    after: timedelta
    role: str


@dataclass(frozen=True)
class Ground:
    """A lawful ground on which a duty is not done: who may decide so, and what follows then.

    `then` names a duty that begins once every action of this duty about the same pupil was closed
    on this ground. One that is `handed_over` ends every open action that names it, and why is for
    the designated leads and the head alone; a record filed for one of them does the same where
    `by_record` is so of it. Then begins by it only what one of those that it ended still asked for.
    """

    slug: str
    label: str
    asks: str
    posts: tuple[str, ...]
    then: str = ""
    handed_over: bool = False
    by_record: Callable[["Facts"], bool] = never


@dataclass(frozen=True)
class Duty:
    """A rule that makes actions when a record is filed.

    `says` is the promise on the sheet ("tell the behaviour manager now"), in which "{within}" is
    the time as this school has set it; `what` the action's sentence, in which "{pupil}" stands for
    the name and "{carer}" for the carer's. `per_role` makes one action for each person in that
    role; `per_carer` one for each of that pupil's parents, of which those whom the roll says must
    not be told wait for `decider` instead. `for_each` says of whom else there is one action each:
    the person where somebody is named, and what stands for "{each}" in the sentence. `owner` is a
    post's role, AUTHOR, INVOLVED or ANSWERING. `counts_from` is "happened" or "filed". A duty that
    is `begun_by` a ground makes no action when the record is filed.
    """

    slug: str
    says: str
    what: str
    owner: str
    within: Within | OnDate
    evidence: str
    basis: str
    when: Callable[["Facts"], bool] = always
    per_role: str = ""
    counts_from: str = "happened"
    urgent: bool = False
    ladder: tuple[Step, ...] = ()
    icon: str = "hourglass"
    applies_to: Callable[["Facts", "Person"], bool] = always  # for each person of `per_role`
    per_carer: bool = False
    decider: str = ""
    satisfied_by: Callable[["Facts"], bool] = always  # of the record filed as evidence
    grounds: tuple[Ground, ...] = ()
    begun_by: str = ""  # the slug of a ground
    law: bool = False  # the school cannot put it off or give it longer
    for_each: Callable[["Facts"], Iterable[tuple["Person | None", str]]] | None = None
    to_professional: bool = False  # it tells a professional; contact with home does not do it
    private: bool = False  # that it is owed says of a pupil what only the leads may know

    @property
    def promise(self) -> str:
        """`says` with the time that it has at this school."""
        return self.says.replace("{within}", self.within.words())

    @property
    def on_a_date(self) -> bool:
        """Whether it falls due on a day that the record names; its ladder counts from then."""
        return isinstance(self.within, OnDate)
