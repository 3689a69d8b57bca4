"""Finding: the newest records that hold every word asked for, among those the reader may read."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from handrail.core.ids import clean_reference, is_reference
from handrail.database.written_once import Fixed, written_once
from handrail.records.accounts import owed_by
from handrail.records.kind import all_kinds
from handrail.records.models import Record
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import WORKING_ROLES, Reader
from handrail.records.reading import rules_for
from handrail.records.rules import BY_PERSON
from handrail.records.sensitivity import Sensitivity
from handrail.search.text import (
    bucket_of,
    end_of,
    holds_apart,
    lexeme,
    scope_lexeme,
    words_asked,
)

PAGE = 25
A_FEW, AT_A_TIME = 60, 200  # keys asked for at first, and then
MOST_LOOKED_AT = 5_000
HIGHEST = 2**62
FTS5 = """SELECT rowid FROM search_index WHERE search_index MATCH %(match)s
    AND rowid < %(below)s ORDER BY rowid DESC LIMIT %(size)s"""
GIN = """SELECT rowid FROM search_index WHERE document @@ %(match)s::tsquery
    AND rowid < %(below)s ORDER BY rowid DESC LIMIT %(size)s"""
NEWEST = "SELECT rowid FROM search_index WHERE rowid < %s ORDER BY rowid DESC LIMIT 1"
Scope = tuple[str, list[str]]  # a school's word, and the alternatives of which one must be there


@dataclass(frozen=True)
class Found:
    records: list[Record]
    older: str  # the mark to go on from


def find(
    reader: Reader,
    school_id: int,
    query: str,
    *,
    kinds: list[str] | None = None,
    after: str = "",
    size: int = PAGE,
) -> Found:
    """Records at a school that hold all the words, newest filed first; at most `size` of them.

    The index narrows by scope words (kind, school, pupils worked with, author) before it looks
    at the text, so a word that only unreadable records hold costs no more than one nobody wrote;
    the door to read then decides, record by record.
    """
    if is_reference(query):
        exact = Record.objects.readable_by(reader).filter(
            reference=clean_reference(query), school_id=school_id
        )
        if rows := list(exact.select_related("place", "author")):
            return Found(rows, "")
    if not (words := words_asked(query)):
        return Found([], "")
    below = _key_of(reader, after)
    return _walk(reader, school_id, words, kinds, below, size)


def _walk(
    reader: Reader,
    school_id: int,
    words: list[str],
    kinds: list[str] | None,
    below: int | None,
    size: int,
) -> Found:
    """Take matches newest first until a page is full; the reader's rules have the last word."""
    rows: list[Record] = []
    looked = 0
    for keys in _matches(_scope(reader, school_id), words, below or HIGHEST):
        apart = set(_said_by_others_alone(reader, keys, words))
        asked = tuple(key for key in keys if key not in apart)
        known = Record.objects.readable_by(reader)
        most = Fixed(size + 1 - len(rows))
        rows += _readable_among(known, school_id, asked, tuple(kinds or ()), most)
        looked += len(keys)
        if len(rows) > size or looked >= MOST_LOOKED_AT:
            break
    more = len(rows) > size
    return Found(rows[:size], str(rows[size - 1].uuid) if more else "")


@written_once
def _readable_among(
    known: RecordQuerySet, school: int, keys: tuple[int, ...], kinds: tuple[str, ...], most: int
) -> QuerySet[Record]:
    records = known.filter(pk__in=keys, school_id=school)
    if kinds:
        records = records.filter(kind__in=kinds)
    return records.order_by("-pk").select_related("place", "author")[:most]


def _said_by_others_alone(reader: Reader, keys: list[int], words: list[str]) -> list[int]:
    """Of what matches, the records that match only by the accounts of others, which are kept
    apart from this reader until their own is given."""
    me = reader.person
    return [one.pk for one in owed_by(me, keys) if not holds_apart(one, me, words)]


def _key_of(reader: Reader, mark: str) -> int | None:
    """The key of the record that the page before ended with; nothing for a mark nobody made."""
    try:
        wanted = UUID(mark)
    except ValueError:
        return None
    known = Record.objects.readable_by(reader).filter(uuid=wanted)
    return known.values_list("pk", flat=True).first()


def _matches(scope: Scope, words: list[str], below: int) -> Iterator[list[int]]:
    """The keys of what matches, newest first, a batch at a time.

    Of a common word an index fetches all there is before it gives the newest (PostgreSQL's knows
    no order, SQLite's gathers whatever begins like it). So the newest bucket is asked first, then
    two, then four, until the page is full.
    """
    sql, written, either = LIKE_SQLITE if connection.vendor == "sqlite" else LIKE_POSTGRES
    newest, several = bucket_of(_newest(below)), 1
    while newest >= 0:
        buckets = range(newest, max(newest - several, -1), -1)
        asked = [written(scope, words, bucket) for bucket in buckets]
        yield from _batches(sql, either.join(asked), min(below, end_of(newest)))
        newest, several = newest - several, several * 2


def _batches(sql: str, match: str, below: int) -> Iterator[list[int]]:
    keys, size = [below], A_FEW
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, {"match": match, "below": keys[-1], "size": size})
            keys = [row[0] for row in cursor.fetchall()]
        if keys:
            yield keys
        if len(keys) < size:
            return
        size = AT_A_TIME


def _newest(below: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [below])
        return int((cursor.fetchone() or [0])[0])


def _scope(reader: Reader, school_id: int) -> Scope:
    """The school's word, and the alternatives of which a readable record holds at least one."""
    me = reader.person_id
    either = [f"xa{me}", f"xp{me}", f"xg{me}"]
    for kind in all_kinds():
        for sensitivity, mark in ((Sensitivity.ORDINARY, "o"), (Sensitivity.RESTRICTED, "r")):
            names = set(rules_for(kind, sensitivity)) - BY_PERSON
            if reader.rules.keys() & names:
                either.append(f"xk{mark}{kind.slug.replace('_', '')}")
    if reader.holds(school_id, *WORKING_ROLES):
        either += [f"xp{pupil}" for pupil in sorted(reader.pupil_ids)]
    return f"xs{school_id}", either


def _as_fts5(scope: Scope, words: list[str], bucket: int) -> str:
    wanted = " AND ".join(f'"{lexeme(bucket, word)}"*' for word in words)
    school, *either = (f'"{scope_lexeme(bucket, word)}"' for word in (scope[0], *scope[1]))
    return f"({wanted} AND {school} AND ({' OR '.join(either)}))"


def _as_tsquery(scope: Scope, words: list[str], bucket: int) -> str:
    wanted = " & ".join(f"'{lexeme(bucket, word)}':*" for word in words)
    school, *either = (f"'{scope_lexeme(bucket, word)}'" for word in (scope[0], *scope[1]))
    return f"(({wanted}) & {school} & ({' | '.join(either)}))"


LIKE_SQLITE = (FTS5, _as_fts5, " OR ")
LIKE_POSTGRES = (GIN, _as_tsquery, " | ")
