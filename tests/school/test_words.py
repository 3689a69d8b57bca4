"""The words of a school: given once, the school's to change, retired and never lost."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from handrail.demo.cast import Cast
from handrail.records.kind import all_kinds
from handrail.records.models import ChosenWord
from handrail.records.verifying import verify_school
from handrail.school.models import Word
from handrail.school.words import StarterWord, give_starter_words, words_in_use
from tests.filing import file, filled_form


def labels(cast: Cast, name: str) -> list[str]:
    return [word.label for word in words_in_use(cast.school, name)]


def test_giving_the_starters_again_changes_nothing(cast: Cast) -> None:
    before = list(Word.objects.values_list("pk", "label"))
    lists = [
        (words.name(kind.slug), words.starters) for kind in all_kinds() for words in kind.words
    ]
    assert give_starter_words(cast.school, lists) == []
    assert list(Word.objects.values_list("pk", "label")) == before


def test_a_word_that_the_school_renamed_or_retired_stays_so(cast: Cast) -> None:
    word = Word.objects.get(list="behaviour.seen", slug="hit-out")
    word.label, word.retired_on = "Lashed out", date(2026, 11, 1)
    word.save()
    fresh = give_starter_words(
        cast.school, [("behaviour.seen", (StarterWord("Hit out"), StarterWord("Climbed")))]
    )
    assert [word.label for word in fresh] == ["Climbed"]
    assert "Lashed out" not in labels(cast, "behaviour.seen")
    assert "Climbed" in labels(cast, "behaviour.seen")


def test_words_stand_in_the_schools_order_and_are_its_own(cast: Cast) -> None:
    other = cast.school.__class__.objects.create(name="Harbour View")
    give_starter_words(other, [("note.context", (StarterWord("Elsewhere"),))])
    assert labels(cast, "note.context")[:2] == ["Poor sleep", "No breakfast"]
    assert "Elsewhere" not in labels(cast, "note.context")


def test_a_retired_word_stays_on_old_records_and_off_the_sheet(cast: Cast) -> None:
    record = file(cast, "note", cast.sam, cast.leo)
    word = ChosenWord.objects.get(record=record).word
    word.retired_on = date(2026, 11, 23)
    word.save()
    assert record.chosen.get().word.label == "Poor sleep"
    note = next(kind for kind in all_kinds() if kind.slug == "note")
    offered = filled_form(note, cast.school).fields["context"].queryset
    assert word not in offered
    assert verify_school(cast.school).breaks == ()


def test_a_word_renamed_in_the_database_is_noticed(cast: Cast) -> None:
    """Words are retired, never renamed: a new label would change what old records say."""
    file(cast, "note", cast.sam, cast.leo)
    Word.objects.filter(slug="poor-sleep").update(label="Slept well")
    assert [each.what for each in verify_school(cast.school).breaks] == [
        "The record was changed since."
    ]


def test_two_words_of_a_list_never_share_a_meaning(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Word.objects.create(
            school=cast.school, list="note.context", slug="poor-sleep", label="Slept badly"
        )
