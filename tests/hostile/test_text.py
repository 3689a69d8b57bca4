"""Hostile and broken text through every door that takes words: a sentence or a whole record."""

from collections import Counter
from dataclasses import replace

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.core.prose import tidy
from handrail.demo.cast import Cast
from handrail.records.amending import amend_record, void_record
from handrail.records.draft import Involved
from handrail.records.filing import file_event
from handrail.records.kind import all_kinds
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.records.verifying import verify_school
from handrail.search.finding import find
from tests.counting import often
from tests.filing import draft

NASTY = [
    "", " ", "\x00", "a\x00b", "\ud800", "\U0010ffff", "\u202egnp.exe", "=1+1", "@SUM(A1)",
    "\t=cmd", "' OR 1=1 --", '"; DROP TABLE records_record; --', "<script>alert(1)</script>",
    "{{ 7*7 }}", "{pupil}", "%s %(x)s %n", "${jndi:ldap://x}", "../../etc/passwd", "x" * 70_000,
    "é" * 500, "\r\nSet-Cookie: a=b", "\u202e" * 3, "👩‍👩‍👧‍👦", "NULL", "NaN", '" OR "a',
    "a* NEAR b", "words:secret", "scope:xkrconcern", "xkrconcern", "xs1",
    "-", "*", "^", ":", "(", ")", '"',
]  # fmt: skip
anything = st.one_of(st.sampled_from(NASTY), st.text(max_size=80), st.characters().map(str))


def test_any_words_are_kept_whole_or_refused_in_a_sentence(cast: Cast) -> None:
    tried: Counter[str] = Counter()
    kinds = [kind for kind in all_kinds()]

    @settings(max_examples=often(80, 2_000), suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(kinds), anything, anything, anything)
    def through_the_doors(kind, words, other, third) -> None:  # type: ignore[no-untyped-def]
        with transaction.atomic():
            tried[_try(cast, kind, words, other, third)] += 1
            transaction.set_rollback(True)

    through_the_doors()
    print(f"hostile text: {tried['kept']} kept whole, {tried['refused']} refused, "
          f"0 of {sum(tried.values())} broke anything")  # fmt: skip
    assert tried["kept"] > 20


def _try(cast: Cast, kind, words: str, other: str, third: str) -> str:  # type: ignore[no-untyped-def]
    """File, amend and void with these words; say whether the record came to be."""
    made = draft(cast, kind.slug, cast.sam, cast.leo, words=words)
    texts = {name: other for name, value in made.detail.items() if isinstance(value, str)}
    account = tuple(Involved(who.person, who.role, account=third) for who in made.involved)
    sam = reader_for(cast.sam)
    try:
        (record,) = file_event(
            [replace(made, detail={**made.detail, **texts}, involved=account)], reader=sam
        )
    except Refused as refused:
        assert refused.sentence.strip()  # noqa: PT017
        return "refused"
    for door in (lambda: amend_record(record, sam, other), lambda: void_record(record, sam, third)):
        try:
            door()
        except Refused:
            continue
    kept = Record.everything.get(pk=record.pk)
    assert kept.words == tidy(words)
    assert verify_school(cast.school).breaks == ()
    return "kept"


def test_any_question_is_answered_and_never_widens_who_may_know(cast: Cast) -> None:
    secret = draft(cast, "concern", cast.lee, cast.leo, words="secret words here")
    file_event([secret], reader=reader_for(cast.lee))
    asked = 0

    @settings(max_examples=often(150, 4_000), suppress_health_check=list(HealthCheck))
    @given(anything, anything)
    def ask(query: str, after: str) -> None:
        nonlocal asked
        for person in (cast.sam, cast.khan, cast.tilly):
            asked += 1
            assert find(reader_for(person), cast.school.pk, query[:200], after=after).records == []

    ask()
    print(f"hostile questions: 0 of {asked} broke or told anything")


def test_tidying_loses_no_letter_and_is_done_once() -> None:
    @settings(max_examples=often(500, 20_000))
    @given(st.text())
    def holds(text: str) -> None:
        once = tidy(text)
        assert tidy(once) == once
        letters = [letter for letter in text if letter.isalnum() and letter.isprintable()]
        assert [letter for letter in once if letter.isalnum()] == letters
        once.encode()

    holds()
    assert tidy("  One\r\ntwo\rthree\x00\n ") == "One\ntwo\nthree"
    assert tidy("half \ud83d a pair") == "half \ufffd a pair"
