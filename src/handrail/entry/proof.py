"""Proof: who must have a second factor, and whether this session has just shown it."""

from datetime import timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from handrail.core import clock
from handrail.records.kind import all_kinds
from handrail.records.models import Record
from handrail.records.reader import Reader
from handrail.records.reading import posts_that_read
from handrail.records.sensitivity import Sensitivity

FRESH_FOR = timedelta(minutes=10)
FRESH, PROVED = "fresh", "proved"


class MustProve(Exception):
    """This person has to show again that it is them, before what they asked for opens."""


def posts_that_need() -> frozenset[str]:
    """The posts that read restricted records, as the kinds declare their readers."""
    return frozenset().union(
        *(posts_that_read(kind, Sensitivity.RESTRICTED) for kind in all_kinds())
    )


def must_have_factor(reader: Reader | None) -> bool:
    """Whether a post of this person's, at any school, asks for a second factor."""
    posts = posts_that_need()
    return reader is not None and any(held & posts for held in reader.roles.values())


def is_proved(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session."""
    return bool(request.session.get(PROVED))


def is_fresh(request: HttpRequest) -> bool:
    """Whether they showed who they are, or read a restricted record, within ten minutes."""
    shown = request.session.get(FRESH)
    return isinstance(shown, int) and clock.now().timestamp() - shown < FRESH_FOR.total_seconds()


def set_proof(session: SessionBase, *, factor: bool) -> None:
    """Write into a session that its person has just shown who they are."""
    session[FRESH] = int(clock.now().timestamp())
    if factor:
        session[PROVED] = True


def prove_for(request: HttpRequest, record: Record) -> None:
    """Before anything of a restricted record opens: fresh proof, which this opening renews.

    Asked of whoever has a second factor, and of whoever must have one.
    """
    if record.is_restricted:
        prove_again(request)


def prove_again(request: HttpRequest) -> None:
    """Raise MustProve unless the proof is fresh; renew it when it is."""
    bound = is_proved(request) or must_have_factor(request.reader)  # type: ignore[attr-defined]
    if not bound:
        return
    if not (is_proved(request) and is_fresh(request)):
        raise MustProve
    set_proof(request.session, factor=True)
