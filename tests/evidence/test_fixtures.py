"""Agreement, sequences, observation, charts, rates and goals against values of other programs."""

from collections import defaultdict
from pathlib import Path

import pytest

from handrail_evidence import agreement, charts, observation, progress, rates, sequences
from tests.evidence.published import close, number, rows_of


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data/fixtures"


def test_agreement(folder: Path) -> None:
    rows = [list(row.values())[1:] for row in rows_of(folder / "agreement_diagnoses.csv")]
    columns = {f"rater{k}": list(c) for k, c in enumerate(zip(*rows, strict=True), start=1)}
    wrong = []
    for row in rows_of(folder / "agreement_expected.csv"):
        names = row["dataset"].split(":")[1].split("-")
        pair = [columns[name] for name in names if name in columns]
        made = {
            "cohen kappa": lambda pair=pair: agreement.cohen_kappa(*pair),
            "percent agreement": lambda pair=pair: agreement.Agreement(
                100 * agreement.exact(*pair)
            ),
            "fleiss kappa": lambda: agreement.fleiss_kappa(rows),
            "light kappa": lambda: agreement.light_kappa(rows),
        }[row["statistic"]]()
        expected = [number(row[name]) for name in ("value", "z", "p")]
        if not all(map(close, expected, (made.value, made.z, made.p))):
            wrong.append((row, made))
    assert wrong == []


def test_goals(folder: Path) -> None:
    for row in rows_of(folder / "gas_expected.csv"):
        levels, weights = ([float(x) for x in row[name].split()] for name in ("scores", "weights"))
        made = progress.goal_attainment(levels, weights, float(row["rho"]))
        assert made == pytest.approx(float(row["T"]), rel=1e-9)


def test_observation(folder: Path) -> None:
    bouts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    lengths = {}
    for row in rows_of(folder / "observation_streams.csv"):
        bouts[row["stream"]].append((float(row["onset_s"]), float(row["offset_s"])))
        lengths[row["stream"]] = float(row["session_s"])
    wrong = []
    for row in rows_of(folder / "observation_expected.csv"):
        name = row["stream"]
        made = observation.observe(
            bouts[name], lengths[name], float(row["interval_s"]), float(row["rest_s"])
        )
        found = (made.duration, made.momentary, made.events, made.partial, made.whole)
        keys = ("duration_prop", "mts", "event_count", "partial_interval", "whole_interval")
        if not all(map(close, [number(row[key]) for key in keys], found)):
            wrong.append((row, made))
    assert wrong == []


def test_sequences(folder: Path) -> None:
    codes = [row["code"] for row in rows_of(folder / "sequence_data_sequential.csv")]
    wrong = []
    for row in rows_of(folder / "sequence_expected.csv"):
        [made] = [
            t
            for t in sequences.transitions(codes, int(row["lag"]))
            if (t.given, t.target) == (row["given"], row["target"])
        ]
        found = (made.count, made.expected, made.share, made.z, made.p, made.q, made.kappa)
        keys = ("freq", "expected", "transitional_p", "adj_resid_z", "p", "yules_q", "kappa")
        expected = [None if row[key] == "-9999" else number(row[key]) for key in keys]
        if not all(map(close, expected, found)):
            wrong.append((row, made))
    assert wrong == []


def test_charts(folder: Path) -> None:
    rows = defaultdict(list)
    for row in rows_of(folder / "spc_expected.csv"):
        rows[row["dataset"], row["chart"]].append(row)
    wrong = []
    for (_, kind), lines in rows.items():
        sizes = [float(line["n"]) for line in lines] if lines[0]["n"] else None
        made = charts.chart(kind, [float(line["y.sum"]) for line in lines], sizes)  # type: ignore[arg-type]
        for place, line in enumerate(lines):
            found = (
                made.points[place], made.centre, made.lower[place], made.upper[place],
                made.runs.longest, made.runs.longest_allowed, made.runs.crossings,
                made.runs.crossings_needed,
            )  # fmt: skip
            keys = (
                "y", "cl", "lcl", "ucl", "longest.run", "longest.run.max", "n.crossings",
                "n.crossings.min",
            )  # fmt: skip
            same = all(map(close, [number(line[key]) for key in keys], found))
            signals = (str(made.runs.signal).upper(), str(made.outside[place]).upper())
            if not same or signals != (line["runs.signal"], line["sigma.signal"]):
                wrong.append((kind, line, found, signals))
    assert wrong == []


def test_run_limits(folder: Path) -> None:
    for row in rows_of(folder / "run_rule_limits.csv"):
        expected = (int(row["longest_run_max"]), int(row["min_crossings"]))
        assert charts.run_limits(int(row["n"])) == expected, row


def test_rates(folder: Path) -> None:
    for row in rows_of(folder / "poisson_rate_expected.csv"):
        b, db, a, da = (
            int(row[key]) for key in ("count_before", "days_before", "count_after", "days_after")
        )
        made = rates.rate_ratio(b, db, a, da)
        before, after = rates.poisson_rate(b, db), rates.poisson_rate(a, da)
        found = (made.ratio, made.lo, made.hi, made.p, before.lo, before.hi, after.lo, after.hi)
        keys = (
            "rate_ratio_after_over_before", "lo95", "hi95", "p", "rate_before_lo",
            "rate_before_hi", "rate_after_lo", "rate_after_hi",
        )  # fmt: skip
        assert all(map(close, [number(row[key]) for key in keys], found)), (row, found)


def test_risk_ratios(folder: Path) -> None:
    wrong = []
    for row in rows_of(folder / "risk_ratio_expected.csv"):
        four = [float(row[key]) for key in ("cases_group", "n_group", "cases_other", "n_other")]
        made = rates.risk_ratio(*four)
        found = (
            made.risk_group, made.risk_other, made.ratio, made.log_se, made.lo, made.hi,
            made.difference, made.odds_ratio, made.share_of_cases, made.share_of_roll,
            made.expected_se,
        )  # fmt: skip
        keys = (
            "risk_group", "risk_other", "risk_ratio", "log_se", "lo95", "hi95", "risk_difference",
            "odds_ratio", "composition_share_of_cases", "share_of_population", "e_formula_se",
        )  # fmt: skip
        if not all(map(close, [number(row[key]) for key in keys], found)):
            wrong.append((row, found))
    assert wrong == []


def test_small_cells(folder: Path) -> None:
    for row in rows_of(folder / "risk_ratio_small_cells.csv"):
        four = [int(row[key]) for key in ("cases_group", "n_group", "cases_other", "n_other")]
        made, added = rates.risk_ratio(*four), rates.haldane_ratio(*four)
        found = (made.ratio, made.lo, made.hi, added.value, added.lo, added.hi)
        found = (*found, rates.fisher_p(*four))
        keys = ("risk_ratio", "lo95", "hi95", "rr_haldane", "lo95_haldane", "hi95_haldane",
                "fisher_p")  # fmt: skip
        assert all(map(close, [number(row[key]) for key in keys], found)), (row, found)
        assert str(made.enough).upper() == row["passes_cell10_n30"]
