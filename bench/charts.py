"""Draws published series with the product's own chart, beside a plain drawing of the same numbers.

To be compared by eye: the points, the phases, the missed sessions and the axis must be those of the
published figure. The series are not ours and stay where they are: give their folder.
"""

import csv
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import django
from django.template.loader import render_to_string
from playwright.sync_api import sync_playwright

from bench.sheet import FLAGS
from handrail.programmes.chart import Frame, Seen, draw, frame_of

ROOT = Path(__file__).resolve().parents[1]
CSS = ROOT / "src" / "handrail" / "ui" / "static" / "ui" / "handrail.css"
FIRST = date(2026, 1, 1)  # session 1: our axis knows days alone
WIDTH, HEIGHT, EDGE = 400, 240, 44


@dataclass(frozen=True)
class Figure:
    """A published figure: which set and outcome; panels beneath each other share one frame."""

    dataset: str
    behaviour: str
    cases: tuple[str, ...]


FIGURES = (
    Figure("Anglesea2008", "Seconds of eating time", ("Case 1", "Case 2")),
    Figure("Schmidt2007", "Disruptive Behavior", ("Lilly",)),
    Figure("McKissick2010", "Disruptive behaviour", ("Period 1", "Period 2", "Period 3")),
    Figure("AlberMorgan2007", "Words read correctly per minute", ("Kelly", "Theo")),
    Figure("BartonArwood2005", "Oral reading fluency wpm", ("Gerald", "Jack", "Rich")),
)


def main(folder: Path, out: Path) -> None:
    """A page and a picture of every figure, in the folder `out`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.settings")
    django.setup()
    out.mkdir(parents=True, exist_ok=True)
    with (folder / "observations.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for figure in FIGURES:
        page = out / f"{figure.dataset}.html"
        page.write_text(_page(figure, rows), encoding="utf-8")
        print(page)
    _shoot(out)


def _page(figure: Figure, rows: Sequence[dict[str, str]]) -> str:
    every = {case: _points(figure, case, rows) for case in figure.cases}
    frame = frame_of([point for points in every.values() for point in points])
    body = "".join(_panel(figure, case, points, frame) for case, points in every.items())
    css = CSS.read_text(encoding="utf-8")
    return (f'<!doctype html><meta charset="utf-8"><title>{figure.dataset}</title>'
            f"<style>{css} .pair {{ display: flex; gap: 24px; }} .pair > * {{ width: 560px; }}"
            f"</style><h1>{figure.dataset}: {figure.behaviour}</h1>{body}")  # fmt: skip


def _points(figure: Figure, case: str, rows: Sequence[dict[str, str]]) -> list[Seen]:
    """By session; a number that is skipped was missed, as a gap of the figure shows it."""
    mine = {
        int(float(row["session"])): row for row in rows
        if (row["dataset"], row["behaviour"], row["case"])
        == (figure.dataset, figure.behaviour, case)
    }  # fmt: skip
    found: list[Seen] = []
    for session in range(min(mine), max(mine) + 1):
        row = mine.get(session)
        condition = row["condition"] if row else found[-1].condition
        value = float(row["outcome"]) if row and row["outcome"] else None
        found.append(Seen(FIRST + timedelta(days=session - 1), condition, value))
    return found


def _panel(figure: Figure, case: str, points: list[Seen], frame: Frame | None) -> str:
    ours = render_to_string("web/working_chart.html", {
        "chart": draw(points, figure.behaviour, frame=frame), "words": case, "id": case[-1],
        "title": case,
    })  # fmt: skip
    return f'<h2>{case}</h2><div class="pair"><div>{ours}</div><div>{_plain(points)}</div></div>'


def _plain(points: list[Seen]) -> str:
    """The numbers by themselves, with no line of the product's code: sessions across, 0 below."""
    known = [(_session(one), one.value) for one in points if one.value is not None]
    top, last = max(value for _, value in known), max(_session(one) for one in points)
    marks = "".join(
        f'<circle cx="{EDGE + 330 * session / last:.1f}" cy="{200 - 160 * value / top:.1f}" r="3"/>'
        for session, value in known
    )
    lines = "".join(
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="30" y2="200" stroke="black"/>'
        for x in _changes(points, last)
    )
    ends = (f'<text x="4" y="44">{top:g}</text><text x="4" y="204">0</text>'
            f'<text x="{EDGE + 326}" y="220">{last}</text>')  # fmt: skip
    axis = f'<line x1="{EDGE}" x2="380" y1="200" y2="200" stroke="black"/>'
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="560">{ends}{marks}{lines}{axis}</svg>'


def _session(point: Seen) -> int:
    return (point.day - FIRST).days + 1


def _changes(points: list[Seen], last: int) -> Iterator[float]:
    for one, two in zip(points, points[1:], strict=False):
        if one.condition != two.condition:
            yield EDGE + 330 * (_session(two) - 0.5) / last


def _shoot(out: Path) -> None:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for figure in FIGURES:
            page.goto((out / f"{figure.dataset}.html").as_uri())
            page.screenshot(path=out / f"{figure.dataset}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
