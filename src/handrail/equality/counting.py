"""What a return counts: records of bullying and prejudice of one period, table by table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handrail.core import clock
from handrail.equality.periods import Period
from handrail.records.kind import Kind, kind_named
from handrail.records.models import Action, ChosenWord, Involvement, Record
from handrail.records.reader import Reader
from handrail.school.models import School, Word

STAFF = "staff"
HERE = {"pupil": "A pupil", STAFF: "A member of staff"}
LISTS = {
    "characteristic": "Because of what", "how": "What was done",
    "challenge": "Said or done at once", "support": "Support for the target",
    "work": "Work with those responsible",
}  # fmt: skip
PARTS = {"target": "Who was the target", "responsible": "Who was responsible"}
OUTCOMES = {
    "yes": "It has stopped", "less": "Less, but not stopped", "no": "It goes on",
    "due": "Not asked yet", "late": "Not asked in time", "not_needed": "Not needed, with a reason",
}  # fmt: skip
CHECKS = (
    ("week", "stopped-at-one-week", "After one week of school"),
    ("four", "stopped-at-four-weeks", "After four weeks of school"),
)
SEVERAL = "One record can be counted in several lines."
Counted = dict[str, list[int]]  # by what is counted: keys of records, once for each


@dataclass(frozen=True)
class Table:
    """Lines with their labels and the keys of their records."""

    slug: str
    title: str
    labels: Mapping[str, str]
    counted: Counted
    note: str = ""
    several: bool = False  # whether one record can be counted in several lines

    @property
    def counts(self) -> dict[str, int]:
        return {slug: len(self.counted.get(slug, ())) for slug in self.labels}


def records_in(reader: Reader, school: School, period: Period) -> list[int]:
    """Keys of the records of the period that this reader may read, void ones left out."""
    starts, ends = period.moments
    rows = Record.objects.readable_by(reader).filter(
        school=school, kind="prejudice", happened_at__gte=starts, happened_at__lt=ends
    )
    return list(rows.exclude(state=Record.State.VOIDED).values_list("pk", flat=True).distinct())


def tables_of(school: School, keys: list[int]) -> list[Table]:
    """Every table of a return; as many queries for a thousand records as for one."""
    kind = kind_named("prejudice")
    details = kind.detail._default_manager.in_bulk(keys)
    return [
        _of_column(kind, "sort", "Bullying or prejudice", details),
        *_of_words(school, kind, keys),
        *(_of_part(kind, part, keys) for part in PARTS),
        _of_column(kind, "seen_by", "Who took it so?", details),
        _of_column(kind, "setting", "Where", details),
        _of_column(kind, "history", "Had it happened before?", details),
        *_of_checks(keys),
    ]


def _add(counted: Counted, slug: str, key: int) -> None:
    counted.setdefault(slug, []).append(key)


def _of_column(kind: Kind, name: str, title: str, details: Mapping[int, Any]) -> Table:
    column: Any = kind.detail._meta.get_field(name)
    labels = {str(value): str(label) for value, label in column.flatchoices}
    counted: Counted = {}
    for key, row in details.items():
        _add(counted, getattr(row, name) or "unsaid", key)
    if column.blank:
        labels["unsaid"] = "Not said"
    return Table(name, title, labels, counted)


def _of_words(school: School, kind: Kind, keys: list[int]) -> Iterable[Table]:
    lists = {f"{kind.slug}.{slug}": title for slug, title in LISTS.items()}
    words = Word.objects.filter(school=school, list__in=lists)
    chosen = ChosenWord.objects.filter(record__in=keys, list__in=lists).select_related("word")
    counted: dict[str, Counted] = {name: {} for name in lists}
    for row in chosen:
        _add(counted[row.list], row.word.slug, row.record_id)
    known = list(words)
    for name, title in lists.items():
        labels = {
            word.slug: word.label
            for word in known
            if word.list == name and (word.retired_on is None or word.slug in counted[name])
        }
        yield Table(name.partition(".")[2], title, labels, counted[name], SEVERAL, several=True)


def _of_part(kind: Kind, part: str, keys: list[int]) -> Table:
    """Sorts of people, each counted once a record; those who are not here stand in rows."""
    rows = kind.rows_named("others")
    table: Any = rows.table if rows else None
    who: Any = table._meta.get_field("who") if table else None
    labels = {**HERE, **{str(v): str(label) for v, label in who.flatchoices}}
    found: set[tuple[str, int]] = set()
    involved = Involvement.objects.filter(record__in=keys, role=part)
    for key, as_pupil in involved.values_list("record_id", "as_pupil"):
        found.add(("pupil" if as_pupil else STAFF, key))
    others = table._default_manager.filter(record__in=keys, part=part) if table else []
    found |= {(row.who, row.record_id) for row in others}
    found |= {("unsaid", key) for key in set(keys) - {key for _, key in found}}
    counted: Counted = {}
    for slug, key in sorted(found):
        _add(counted, slug, key)
    labels["unsaid"] = "Not said"
    return Table(part, PARTS[part], labels, counted, SEVERAL, several=True)


def _of_checks(keys: list[int]) -> Iterable[Table]:
    """What each target answered, of those whom the school was to ask."""
    duties = {duty: slug for slug, duty, _ in CHECKS}
    actions = Action.objects.filter(record__in=keys, duty__in=duties)
    rows = list(actions.order_by("pk"))
    asked = [row.evidence_record_id for row in rows if row.evidence_record_id]
    answers = kind_named("prejudice_check").detail._default_manager.in_bulk(asked)
    counted: dict[str, Counted] = {slug: {} for slug, _, _ in CHECKS}
    for row in rows:
        answer: Any = answers.get(row.evidence_record_id or 0)
        _add(counted[duties[row.duty]], _outcome(row, answer), row.record_id)
    for slug, _, title in CHECKS:
        note = "Counts the targets who were to be asked."
        yield Table(slug, title, OUTCOMES, counted[slug], note)


def _outcome(action: Action, answer: Any) -> str:
    if answer is not None:
        return str(answer.stopped)
    if action.state == Action.State.NOT_NEEDED:
        return "not_needed"
    return "late" if action.due < clock.now() else "due"


def may_be_nil(reader: Reader, school: School, period: Period) -> bool:
    """Whether nothing was recorded in it of which the signer may know."""
    starts, ends = period.moments
    rows = Record.objects.readable_by(reader).filter(
        school=school, kind="prejudice", happened_at__gte=starts, happened_at__lt=ends
    )
    return not rows.exclude(state=Record.State.VOIDED).exists()
