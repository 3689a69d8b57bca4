"""Finding: the newest records that hold every word asked for, among those the reader may read."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from handrail.core.ids import clean_reference, is_reference
from handrail.records.accounts import owed_by
from handrail.records.kind import all_kinds
from handrail.records.models import Record
from handrail.records.reader import WORKING_ROLES, Reader
from handrail.records.reading import rules_for
from handrail.records.rules import READ_RULES
from handrail.records.sensitivity import Sensitivity
from handrail.search.text import BY_PERSON, holds_apart, words_asked

PAGE = 25
AT_A_TIME = 200
MOST_LOOKED_AT = 5_000


@dataclass(frozen=True)
class Found:
    records: list[Record]
    older: str  # the mark to go on from


def find(
    reader: Reader, school_id: int, query: str, *, kinds: list[str] | None = None, after: str = ""
) -> Found:
    """Records at a school that hold all the words, newest filed first.

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
    return _walk(reader, school_id, words, kinds, below)


def _walk(
    reader: Reader, school_id: int, words: list[str], kinds: list[str] | None, below: int | None
) -> Found:
    """Take matches newest first until a page is full; the reader's rules have the last word."""
    rows: list[Record] = []
    looked = 0
    while len(rows) <= PAGE and looked < MOST_LOOKED_AT:
        keys = _matching(reader, school_id, words, below)
        if not keys:
            break
        records = Record.objects.readable_by(reader).filter(pk__in=keys, school_id=school_id)
        records = records.exclude(pk__in=_said_by_others_alone(reader, keys, words))
        if kinds:
            records = records.filter(kind__in=kinds)
        rows += records.order_by("-pk").select_related("place", "author")[: PAGE + 1 - len(rows)]
        looked += len(keys)
        below = keys[-1]
        if len(keys) < AT_A_TIME:
            break
    more = len(rows) > PAGE
    return Found(rows[:PAGE], str(rows[PAGE - 1].uuid) if more else "")


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


def _matching(reader: Reader, school_id: int, words: list[str], below: int | None) -> list[int]:
    scope = _scope(reader, school_id)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = " AND ".join(f'"{word}"*' for word in words)
            match = f"(words : ({wanted})) AND (scope : ({_as_fts5(scope)}))"
            cursor.execute(
                "SELECT rowid FROM search_index WHERE search_index MATCH %s AND rowid < %s "
                "ORDER BY rowid DESC LIMIT %s",
                [match, below or 2**62, AT_A_TIME],
            )
        else:
            wanted = " & ".join(f"{word}:*" for word in words)
            cursor.execute(
                "SELECT rowid FROM search_index WHERE document @@ to_tsquery('simple', %s) "
                "AND rowid < %s ORDER BY rowid DESC LIMIT %s",
                [f"({wanted}) & ({_as_tsquery(scope)})", below or 2**62, AT_A_TIME],
            )
        return [row[0] for row in cursor.fetchall()]


def _scope(reader: Reader, school_id: int) -> tuple[str, list[str]]:
    """The school's word, and the alternatives of which a readable record holds at least one."""
    me = reader.person_id
    either = [f"xa{me}", f"xp{me}", f"xg{me}"]
    for kind in all_kinds():
        for sensitivity, mark in ((Sensitivity.ORDINARY, "o"), (Sensitivity.RESTRICTED, "r")):
            names = [name for name in rules_for(kind, sensitivity) if name not in BY_PERSON]
            if any(READ_RULES[name].where(reader) for name in names):
                either.append(f"xk{mark}{kind.slug.replace('_', '')}")
    if reader.holds(school_id, *WORKING_ROLES):
        either += [f"xp{pupil}" for pupil in sorted(reader.pupil_ids)]
    return f"xs{school_id}", either


def _as_fts5(scope: tuple[str, list[str]]) -> str:
    return f"{scope[0]} AND ({' OR '.join(scope[1])})"


def _as_tsquery(scope: tuple[str, list[str]]) -> str:
    return f"{scope[0]} & ({' | '.join(scope[1])})"
