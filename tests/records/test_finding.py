"""Finding takes what matches in batches, newest first, and misses none between two of them."""

import pytest

from handrail.demo.cast import Cast
from handrail.records.reader import reader_for
from handrail.search import finding, text
from tests.filing import file


@pytest.mark.parametrize(("bucket", "few", "at_a_time"), [(3, 2, 2), (2, 60, 200), (100, 1, 1)])
def test_every_match_is_found_once_whatever_the_batches(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, bucket: int, few: int, at_a_time: int
) -> None:
    monkeypatch.setattr(text, "BUCKET", bucket)
    for name, value in (("A_FEW", few), ("AT_A_TIME", at_a_time), ("PAGE", 3)):
        monkeypatch.setattr(finding, name, value)
    made = [file(cast, "note", cast.sam, cast.leo, words=f"The zebra sat {n}") for n in range(7)]
    for _ in range(2):
        file(cast, "note", cast.sam, cast.leo, words="Nothing of the kind")
    reader, after, found = reader_for(cast.sam), "", []
    while True:
        page = finding.find(reader, cast.school.pk, "zebra", after=after)
        found += page.records
        if not (after := page.older):
            break
    assert [one.pk for one in found] == [one.pk for one in reversed(made)]


def test_words_are_told_apart_however_long_and_wherever_punctuation_stands(cast: Cast) -> None:
    """What stands between letters and digits is no part of a word, there and in the question."""
    long = "a" * 3_000  # longer than PostgreSQL's index takes
    words = f"At 10:45 well-being's d’accord, {long} naïve_ish q3qzebra"
    made = file(cast, "note", cast.sam, cast.leo, words=words)
    reader = reader_for(cast.sam)
    for asked in ("10:45", "well-being", "d'accord", "naive", long[:150], "Q3QZEB", "'); --"):
        found = finding.find(reader, cast.school.pk, asked).records
        assert found == ([] if asked == "'); --" else [made]), asked
    assert finding.find(reader, cast.school.pk, "zebra").records == []


def test_nothing_that_somebody_types_is_taken_for_the_scope_of_a_record(cast: Cast) -> None:
    """Else a guess would say who wrote a record, who was in it, and who was given it to read."""
    made = file(cast, "note", cast.sam, cast.leo, words="The xylophone and the letter x")
    reader, bucket = reader_for(cast.sam), text.bucket_of(made.pk)
    scope = text.scope_words(made, [cast.leo.pk])
    for word in [*scope.split(), text.scope_lexeme(bucket, "xs1"), f"{bucket}sxs1"]:
        assert finding.find(reader, cast.school.pk, word).records == [], word
    for word in ("x", "xylo", "xylophone"):
        assert finding.find(reader, cast.school.pk, word).records == [made], word
