"""The trend by week as a picture: where each point and line stands, for a small SVG template."""

from dataclasses import dataclass

from handrail.measures.trend import Trend, Week

WIDE, HIGH = 640, 200
LEFT, RIGHT, TOP, FOOT = 44, 12, 12, 28
MOST_LABELS = 6


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    week: Week
    outside: bool


@dataclass(frozen=True)
class Picture:
    """Coordinates in a box of 640 by 200; `centre` and `upper` only where the trend is judged."""

    points: list[Point]
    line: str
    centre: float | None
    upper: str
    labels: list[tuple[float, str]]
    top: float  # the rate at the upper edge
    foot: float  # where nought stands
    words: str
    wide: int = WIDE
    high: int = HIGH


def picture(trend: Trend) -> Picture | None:
    """The picture of a trend; none of fewer than two weeks."""
    weeks = [week for week in trend.weeks if week.pupil_days]
    if len(weeks) < 2:
        return None
    judged = trend.judged
    limits = [high or 0.0 for high in judged.upper] if judged else []
    top = max([week.rate for week in weeks] + limits) or 1.0
    foot = HIGH - FOOT

    def across(n: int) -> float:
        return round(LEFT + n * (WIDE - LEFT - RIGHT) / (len(weeks) - 1), 1)

    def up(rate: float) -> float:
        return round(foot - rate / top * (foot - TOP), 1)

    outside = judged.outside if judged else [False] * len(weeks)
    points = [
        Point(across(n), up(week.rate), week, far)
        for n, (week, far) in enumerate(zip(weeks, outside, strict=True))
    ]
    return Picture(
        points, " ".join(f"{p.x},{p.y}" for p in points),
        up(judged.centre) if judged else None,
        " ".join(f"{across(n)},{up(high)}" for n, high in enumerate(limits)),
        _labels(points), round(top, 2), foot, trend.words,
    )  # fmt: skip


def _labels(points: list[Point]) -> list[tuple[float, str]]:
    step = max(1, -(-len(points) // MOST_LABELS))
    return [(p.x, f"{p.week.monday.day} {p.week.monday:%b}") for p in points[::step]]
