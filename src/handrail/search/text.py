"""What of a record can be found, and the scope words that keep a search within its reader."""

import re
from collections.abc import Iterable

from handrail.core.names import fold
from handrail.people.models import Person
from handrail.records.accounts import amendments_shown
from handrail.records.drawing import Drawn
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.reading import rules_for
from handrail.records.rules import BY_PERSON
from handrail.records.sensitivity import Sensitivity

WORD = re.compile(r"\w+")
BUCKET = 65_536  # records that the index keeps together: each lexeme names its bucket
LONGEST = 200  # characters of a word; PostgreSQL refuses a lexeme of over 2 kB


def scope_words(record: Record, people: Iterable[int], given: Iterable[int] = ()) -> str:
    """Words that stand for who may find it; "r" marks a restricted record's kind.

    The people in it are marked only where working with them, or having been in it, opens it: else
    a guessed word of a secret would match for those who know the pupil, and the time would tell.
    """
    narrow = "r" if record.sensitivity >= Sensitivity.RESTRICTED else "o"
    words = [f"xs{record.school_id}", f"xk{narrow}{record.kind.replace('_', '')}"]
    words += [f"xa{record.author_id}"]
    if BY_PERSON & set(rules_for(kind_named(record.kind), record.sensitivity)):
        words += [f"xp{person}" for person in people]
    return " ".join([*words, *(f"xg{person}" for person in given)])


def text_of_drawn(one: Drawn) -> tuple[int, str, str]:
    """Key, words and scope of a record that is just being filed."""
    return (
        one.record.pk,
        _joined(
            one.record,
            [getattr(one.detail, name) for name in one.kind.search],
            [row.account for row in one.involvements],
            [row.word.label for row in one.chosen],
            [],
            [str(row.person) for row in one.involvements],
        ),
        scope_words(one.record, [row.person_id for row in one.involvements]),
    )


def text_of_record(record: Record) -> tuple[int, str, str]:
    """The same from what stands in the database."""
    kind = kind_named(record.kind)
    detail = kind.detail._default_manager.filter(pk=record.pk).first()
    involved = list(record.involvements.select_related("person"))
    return (
        record.pk,
        _joined(
            record,
            [getattr(detail, name, "") for name in kind.search],
            [row.account for row in involved],
            [row.word.label for row in record.chosen.select_related("word")],
            [row.words for row in record.amendments.all()],
            [str(row.person) for row in involved],
        ),
        scope_words(
            record,
            [row.person_id for row in involved],
            record.audience.values_list("person_id", flat=True),
        ),
    )


def holds_apart(record: Record, person: Person, words: Iterable[str]) -> bool:
    """Whether each word begins one of what a record says without the accounts of others and what
    they added: for whoever still owes their own account of it."""
    kind = kind_named(record.kind)
    detail = kind.detail._default_manager.filter(pk=record.pk).first()
    involved = list(record.involvements.select_related("person"))
    said = _joined(
        record,
        [getattr(detail, name, "") for name in kind.search],
        [row.account for row in involved if row.person_id == person.pk],
        [row.word.label for row in record.chosen.select_related("word")],
        [row.words for row in amendments_shown(record, person)],
        [str(row.person) for row in involved],
    )
    there = WORD.findall(said)
    return all(any(one.startswith(word) for one in there) for word in words)


def _joined(record: Record, *groups: list[str]) -> str:
    parts = [record.reference.replace("-", ""), record.headline, record.words]
    return fold(" ".join([*parts, *(part for group in groups for part in group if part)]))


def bucket_of(key: int) -> int:
    """The bucket of the index in which the record of a key stands."""
    return key // BUCKET


def end_of(bucket: int) -> int:
    """The first key above a bucket."""
    return (bucket + 1) * BUCKET


def lexeme(bucket: int, word: str) -> str:
    """A word as the index knows it: "3qradiator" is "radiator" among records of bucket 3, so that
    what a search reads is bounded by a bucket and not by all that was ever written."""
    return f"{bucket}q{word[:LONGEST]}"


def scope_lexeme(bucket: int, word: str) -> str:
    """The same of a scope word: another letter, so that nothing that somebody types is one."""
    return f"{bucket}s{word}"


def lexemes(key: int, words: str, scope: str) -> list[str]:
    """Every word of a record and of its scope, each once, as lexemes of its bucket."""
    bucket = bucket_of(key)
    said = {lexeme(bucket, word) for word in WORD.findall(words)}
    return sorted(said | {scope_lexeme(bucket, word) for word in scope.split()})


def words_asked(query: str) -> list[str]:
    """The words of a question, folded, at most eight; operators of the index mean nothing."""
    return WORD.findall(fold(query))[:8]
