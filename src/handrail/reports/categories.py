"""What the school calls each sort of record in CPOMS: its own table, or a plain name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handrail.core import clock
from handrail.core.names import clean
from handrail.people.models import Person
from handrail.records.kind import Kind, all_kinds, kind_named
from handrail.records.models import Record
from handrail.reports.models import Category
from handrail.school.models import School, Word

LEVEL = "level"  # the list of words by which a kind is graded
MOST_LETTERS = 80


@dataclass(frozen=True)
class Sort:
    """A sort of record that has a category: a kind, or one level of it."""

    kind: Kind
    word: str
    label: str  # what it is called until the school says otherwise

    @property
    def field(self) -> str:
        return f"name-{self.kind.slug}-{self.word}"


def sorts_at(school: School) -> list[Sort]:
    """Every sort of record that a pupil's file can hold, by kind and level."""
    words: dict[str, list[Word]] = {}
    for word in Word.objects.filter(school=school, list__endswith=f".{LEVEL}", retired_on=None):
        words.setdefault(word.list, []).append(word)
    return [one for kind in sorted(all_kinds(), key=lambda kind: kind.label)
            for one in _sorts_of(kind, words)]  # fmt: skip


def _sorts_of(kind: Kind, words: Mapping[str, list[Word]]) -> Iterator[Sort]:
    yield Sort(kind, "", kind.label)
    for declared in kind.words:
        if declared.slug == LEVEL:
            for word in words.get(declared.name(kind.slug), []):
                yield Sort(kind, word.slug, f"{kind.label}, {word.label}")


def names_of(school_id: int) -> dict[tuple[str, str], str]:
    """The school's names by kind and level."""
    rows = Category.objects.filter(school=school_id)
    return {(row.kind, row.word): row.name for row in rows}


def category_of(record: Record, names: Mapping[tuple[str, str], str]) -> str:
    """The name for its level; else that for its kind; else ours."""
    level = next((row.word for row in record.chosen.all()
                  if row.word.list == f"{record.kind}.{LEVEL}"), None)  # fmt: skip
    label = kind_named(record.kind).label
    ours = f"{label}, {level.label}" if level else label
    mine = names.get((record.kind, level.slug)) if level else ""
    return mine or names.get((record.kind, "")) or ours


def keep_names(school: School, by: Person, said: Mapping[tuple[str, str], str]) -> int:
    """Keep what the school calls each; an empty one goes back to our name. How many changed."""
    had, changed = names_of(school.pk), 0
    for (kind, word), typed in said.items():
        name = clean(typed)[:MOST_LETTERS]
        if name == had.get((kind, word), ""):
            continue
        changed += 1
        rows = Category.objects.filter(school=school, kind=kind, word=word)
        if not name:
            rows.delete()
            continue
        Category.objects.update_or_create(
            school=school, kind=kind, word=word,
            defaults={"name": name, "set_by": by, "set_at": clock.now()},
        )  # fmt: skip
    return changed
