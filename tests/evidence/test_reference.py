"""The engine against 6,032 reference values of published series, computed with R."""

from collections import Counter
from pathlib import Path

import pytest

from handrail_evidence import Figure, measure
from tests.evidence.published import close, number, published, rows_of

Figures = dict[tuple[str, str], Figure]
AT_THE_END = ("NAP", "Tau", "Tau-BC")
# A point of Parker et al. (2011) lies exactly on the baseline's line; R's float is a hair below it.
ON_THE_LINE = ("Parker2011TauU|Worked_example|Case_1|1", "PET %")


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data/single_case"


@pytest.fixture(scope="module")
def found(folder: Path) -> Figures:
    return {(f.series_id, f.statistic): f for s in published(folder) for f in measure(s)}


def test_every_value_and_standard_error_is_the_reference_s(folder: Path, found: Figures) -> None:
    wrong = []
    for row in rows_of(folder / "expected_core.csv"):
        key = (row["series_id"], row["statistic"])
        figure = found[key]
        same = close(number(row["value"]), figure.value)
        if row["se"]:
            same = same and close(number(row["se"]), figure.se)
        if not same:
            wrong.append(key)
    assert wrong == [ON_THE_LINE]


def test_limits_are_the_reference_s_but_at_the_ends_of_nap(folder: Path, found: Figures) -> None:
    wrong: Counter[str] = Counter()
    for row in rows_of(folder / "expected_core.csv"):
        figure = found[row["series_id"], row["statistic"]]
        inside = row["statistic"] in AT_THE_END
        if inside and abs(float(row["value"])) in (0.0 if row["statistic"] == "NAP" else 1.0, 1.0):
            assert figure.lo is not None and figure.hi is not None  # noqa: PT018
            assert figure.hi - figure.lo > 0.05, "no certainty from a clean split"
            continue
        for limit in ("lo", "hi"):
            expected, ours = number(row[limit]), getattr(figure, limit)
            near = expected is not None and ours is not None and abs(expected - ours) < 2e-4
            if row[limit] and not (close(expected, ours) or (inside and near)):
                wrong[row["statistic"]] += 1
    assert wrong == {}


def test_limits_of_nap_are_the_exact_roots(folder: Path, found: Figures) -> None:
    for row in rows_of(folder / "nap_ci_exact_root.csv"):
        figure = found[row["series_id"], "NAP"]
        assert (figure.lo, figure.hi) == pytest.approx(
            (float(row["lo95"]), float(row["hi95"])), abs=1e-9
        )


def test_what_no_reference_analysed_still_gets_an_answer(folder: Path, found: Figures) -> None:
    analysed = {
        row["series_id"]: row["analysed"] == "TRUE" for row in rows_of(folder / "series_index.csv")
    }
    assert {name for name, _ in found} == set(analysed)
    assert all(f.value is not None or f.warnings for f in found.values())
