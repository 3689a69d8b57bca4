"""The words of a school: which are in use, and how a school gets its first ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import slugify

from handrail.database.written_once import written_once
from handrail.school.models import School, Word


@dataclass(frozen=True)
class StarterWord:
    """A word that a new school begins with; the school may change or retire it."""

    label: str
    value: int | None = None
    slug: str = ""
    guidance: str = ""


def words_in_use(school: School, *lists: str) -> QuerySet[Word]:
    """The words of these lists that may be chosen today, in the school's order."""
    return Word.objects.filter(school=school, list__in=lists, retired_on=None)


@written_once
def words_said(school: int, lists: tuple[str, ...]) -> "QuerySet[Any, tuple[str, UUID, str]]":
    """The same as rows of list, number and label."""
    rows = Word.objects.filter(school=school, list__in=lists, retired_on=None)
    return rows.values_list("list", "uuid", "label")


def give_starter_words(
    school: School, lists: Iterable[tuple[str, Iterable[StarterWord]]]
) -> list[Word]:
    """Give a school the words it has not had yet; words already there stay as they are."""
    have = set(Word.objects.filter(school=school).values_list("list", "slug"))
    fresh = [
        Word(
            school=school, list=name, slug=slug, label=word.label,
            guidance=word.guidance, value=word.value, position=position,
        )
        for name, words in lists
        for position, word in enumerate(words)
        if (name, slug := word.slug or slugify(word.label)) not in have
    ]  # fmt: skip
    return Word.objects.bulk_create(fresh)
