"""Finding a strategy: by its words, by need, by stage; those for a pupil's needs first."""

from collections.abc import Iterable, Sequence

from handrail.core.names import fold
from handrail.people.need_codes import need_codes
from handrail.school.models import School
from handrail.strategies.models import Strategy


def strategies_at(school: School) -> list[Strategy]:
    """Those in use at a school, by name."""
    return list(Strategy.objects.filter(school=school, retired_on=None))


def strategy_named(school: School, name: str) -> Strategy | None:
    """The strategy that a plan names, also one that is retired."""
    rows = Strategy.objects.filter(school=school, name__iexact=" ".join(name.split()))
    return rows.first()


def narrowed(
    rows: Iterable[Strategy], words: str = "", *, area: str = "", need: str = "", stage: str = ""
) -> list[Strategy]:
    """Those in which every part of the words stands somewhere, for an area, a need, a stage.

    What names no need and no area is for everybody; so is what names no stage.
    """
    parts = fold(words).split()
    return [
        row for row in rows
        if all(part in _folded(row) for part in parts)
        and (not area or _for_all(row) or area in _areas_of(row))
        and (not need or _for_all(row) or row.fits({need}))
        and (not stage or not row.stages or stage in row.stages)
    ]  # fmt: skip


def best_first(rows: Iterable[Strategy], codes: Iterable[str]) -> list[Strategy]:
    """The same rows, those for these needs first: by code, by area, then the rest, by name."""
    known = set(codes)

    def rank(row: Strategy) -> tuple[int, str]:
        if not known.isdisjoint(row.needs):
            return 0, fold(row.name)
        return (1 if row.fits(known) else 2), fold(row.name)

    return sorted(rows, key=rank)


def _folded(row: Strategy) -> str:
    said: Sequence[str] = (row.name, row.what, row.helps_when, row.how, row.leave_alone,
                           row.whom_for)  # fmt: skip
    return fold(" ".join(said))


def _for_all(row: Strategy) -> bool:
    return not row.areas and not row.needs


def _areas_of(row: Strategy) -> set[str]:
    return {*row.areas, *(need_codes()[code].area for code in row.needs if code in need_codes())}
