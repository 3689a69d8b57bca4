"""What changed between two versions of a plan: columns, lists of words, and rows by their name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handrail.records.facts import facts_said, said_of_row
from handrail.records.in_force import InForce
from handrail.records.kind import Kind, Rows
from handrail.records.models import Row

NOT_COMPARED = {"What is this?"}  # it says of each version that it changed, not what
SIGNATURES = "signatures"  # each version is signed by itself


@dataclass(frozen=True)
class Change:
    """One thing that differs. Nothing before: it is new. Nothing after: it was taken out."""

    label: str
    before: str
    after: str


def changes_between(kind: Kind, before: InForce, after: InForce) -> list[Change]:
    """Everything that differs between two versions, in the order of the form.

    A row is the same row in both when its first answer is the same: a stage, a hazard, a
    technique.
    """
    return [
        *_differing("", _columns(kind, before), _columns(kind, after)),
        *(change for rows in kind.rows if rows.slug != SIGNATURES
          for change in _of_rows(rows, before, after)),
    ]  # fmt: skip


def _columns(kind: Kind, plan: InForce) -> dict[str, str]:
    chosen = list(plan.record.chosen.select_related("word")) if kind.words else []
    said = facts_said(kind, plan.detail, chosen)
    return {label: words for label, words in said if label not in NOT_COMPARED}


def _differing(name: str, before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    for label in dict.fromkeys((*before, *after)):
        was, now = before.get(label, ""), after.get(label, "")
        if was != now:
            yield Change(f"{name}: {label}" if name else label, was, now)


def _of_rows(rows: Rows, before: InForce, after: InForce) -> Iterator[Change]:
    was, now = (_by_name(rows, plan.rows_by_slug.get(rows.slug, ())) for plan in (before, after))
    for name in dict.fromkeys((*was, *now)):
        if name in was and name in now:
            yield from _differing(name, was[name], now[name])
        else:
            yield Change(f"{rows.label}: {name}", _whole(was.get(name)), _whole(now.get(name)))


def _by_name(rows: Rows, several: Sequence[Row]) -> dict[str, dict[str, str]]:
    """Each row by its first answer; a second of the same name is told apart by a number."""
    found: dict[str, dict[str, str]] = {}
    for row in several:
        said = said_of_row(rows, row)
        first = said[0][1] if said else rows.one
        names: Iterable[str] = (first if n == 1 else f"{first} ({n})" for n in range(1, 99))
        found[next(name for name in names if name not in found)] = dict(said[1:])
    return found


def _whole(said: dict[str, str] | None) -> str:
    return "\n".join(f"{label}: {words}" for label, words in said.items()) if said else ""
