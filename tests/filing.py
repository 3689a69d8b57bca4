"""Short ways for tests to file records through the one door."""

from datetime import datetime
from typing import Any

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import Person
from handrail.records.draft import Draft, Involved
from handrail.records.filing import file_event
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.school.models import Word

DETAIL = {
    "recognition": {"share_with_home": False},
    "behaviour": {"followed": "", "minutes": None, "restorative": False},
    "first_aid": {"head_injury": False, "cause": "", "treated_at": None, "told": ""},
    "contact": {"way": "call", "with_whom": "Dad", "reached": True, "agreed": ""},
    "note": {"for_today": True},
    "concern": {"exact_words": "", "done": "", "told_in_person": False},
}
WORDS = {
    "recognition": {"value": ("kindness",)},
    "behaviour": {"seen": ("refused",), "level": ("level-1",)},
    "first_aid": {"injury": ("graze",)},
    "contact": {},
    "note": {"context": ("poor-sleep",)},
    "concern": {},
}


def chosen(cast: Cast, kind: str, words: dict[str, tuple[str, ...]]) -> dict[str, tuple[Word, ...]]:
    return {
        slug: tuple(
            Word.objects.get(school=cast.school, list=f"{kind}.{slug}", slug=word)
            for word in words_
        )
        for slug, words_ in words.items()
    }


def draft(
    cast: Cast,
    kind: str,
    author: Person,
    *pupils: Person,
    words: str = "What happened, in plain words.",
    happened_at: datetime | None = None,
    pick: dict[str, tuple[str, ...]] | None = None,
    detail: dict[str, Any] | None = None,
    **more: Any,
) -> Draft:
    """A fit draft of any kind, with the parts a test cares for replaced."""
    role = kind_named(kind).roles[0].slug
    return Draft(
        kind=kind,
        school=cast.school,
        author=author,
        author_post="Learning and behaviour assistant",
        happened_at=happened_at or clock.now(),
        involved=tuple(Involved(pupil, role) for pupil in pupils),
        words=words,
        detail={**DETAIL[kind], **(detail or {})},
        chosen=chosen(cast, kind, {**WORDS[kind], **(pick or {})}),
        **more,
    )


def file(cast: Cast, kind: str, author: Person, *pupils: Person, **parts: Any) -> Record:
    """File one record as its author would."""
    return file_event([draft(cast, kind, author, *pupils, **parts)], reader=reader_for(author))[0]
