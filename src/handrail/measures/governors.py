"""What the governors' report says: figures of a range, without a name, as plain data."""

from typing import Any

from handrail.core.progress import Progress, silent
from handrail.core.small_numbers import kept_back, kept_back_of, said
from handrail.measures.asking import Asked
from handrail.measures.clocks import Told
from handrail.measures.equality import Group, Table
from handrail.measures.figures import Figures, figures
from handrail.measures.grouping import dimensions_for
from handrail.measures.missing import Completeness, completeness
from handrail.measures.weighing import Weighed
from handrail.school.calendars import calendar_of

KEPT_BACK = "kept back"
SHORT = {"more often than other pupils": "more often", "less often than other pupils": "less often",
         "cannot be told apart": "cannot tell", "": ""}  # fmt: skip
PARTS = 2
MOST = 8  # lines of a list on two pages
FEW = 4  # groups of a table that each have a line of their own, whatever they say


def composed(asked: Asked, progress: Progress = silent) -> dict[str, Any]:
    """The school's figures over the range, in `PARTS` steps: of everything, when its reader may
    read everything, as the head and the designated leads may.

    No name of anybody is in it, no pupil's and no adult's, and no words that somebody wrote.
    Numbers about fewer than five pupils are kept back, so that subtraction gives nothing either.
    """
    dimensions = dimensions_for(ethnicity=asked.school.keeps_ethnicity, care=True)
    found = figures(asked, calendar_of(asked.school), dimensions, care=True)
    progress.step()
    whole = completeness(asked)
    progress.step()
    return {
        "span": asked.span.said,
        "headline": _headline(found),
        "facts": [{"label": label, "said": words} for label, words in _facts(found, whole)],
        "lists": _lists(found),
        "trend": _trend(found),
        "tables": [_table(one) for one in found.groups],
    }


def _headline(f: Figures) -> list[str]:
    n = f.counted.total
    one = f.asked.kind
    lines = [
        f"{n} {one.said if n == 1 else one.plural.lower()}, of {said(f.pupils)} "
        f"{'pupil' if f.pupils == 1 else 'different pupils'}."
    ]
    if estimate := f.rate.estimate:
        lines.append(
            f"That is {estimate.value:.2f} for each 1,000 pupil-days; allowing for chance, "
            f"between {estimate.lo:.2f} and {estimate.hi:.2f}."
        )
    lines.append(f"In the same weeks of the year before: {f.before.n}. {f.compared}")
    return lines


def _facts(f: Figures, whole: Completeness) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    if f.minutes:
        rows.append(("How long", f"half lasted {f.minutes.middle} minutes or less; the "
                     f"longest {f.minutes.longest}; {f.minutes.total} in all"))  # fmt: skip
    rows += [(measure.label, _told(one)) for measure, one in f.told if one.each]
    often = len({row.pupil.pk for row in f.repeats})
    rows.append(("Pupils with three or more in a term", said(often)))
    if f.reviews:
        changed = len(f.reviews.changes)
        rows.append(("Reviewed by leaders", f"{f.reviews.reviewed} of {f.counted.total}"))
        rows.append(
            (
                "Reviews that changed something",
                f"{changed}, of which {f.reviews.done} are done" if changed else "none",
            )
        )
    rows.append(("Clocks overdue now", str(f.overdue)))
    rows.append(("Records with all that law and guidance ask",
                 f"{whole.looked_at - whole.statutory} of {whole.looked_at}"))  # fmt: skip
    return rows


def _told(one: Told) -> str:
    share = f" ({one.share:.0%})" if one.share is not None else ""
    words = f"{one.same_day} of {one.due} the same day{share}; "
    words += f"half sooner than {one.middle_said}"
    if one.not_told:
        words += f"; {said(one.not_told)} not told, on a lawful ground"
    return words + (f"; {one.set_aside} closed for a reason alone" if one.set_aside else "")


def _lists(f: Figures) -> list[dict[str, Any]]:
    """Where, and by each measure; small counts kept back. Where parts of a record name it, such as
    a technique, with their minutes, kept back likewise: two pages have no room for more."""
    rows = [("Where", f.places, False), ("When", f.by_hour, False)]
    rows += [(measure.label, lines, measure.rows == _adds(f)) for measure, lines in f.tables]
    return [
        {
            "title": title,
            "lines": _shown(lines, f.counted.total),
            "timed": timed and any(one.timed for one in lines),
        }
        for title, lines, timed in rows
        if lines
    ]


def _adds(f: Figures) -> str | None:
    """The rows of the kind whose minutes are added up; None where it has none."""
    return next((one.rows for one in f.asked.kind.measures if one.adds and one.rows), None)


def _shown(lines: list[Weighed], total: int) -> list[dict[str, str]]:
    """A record can be of two sorts, and one of two techniques: lines add up to what they may."""
    hidden = kept_back_of([one.line.n for one in lines], total)
    rows = [
        {"label": one.line.label, "said": KEPT_BACK if shut else str(one.line.n),
         "minutes": "" if shut else _minutes(one)}
        for one, shut in zip(lines, hidden, strict=True)
    ]  # fmt: skip
    if len(rows) > MOST + 1:
        return [*rows[:MOST], {"label": f"{len(rows) - MOST} more", "said": "", "minutes": ""}]
    return rows


def _minutes(one: Weighed) -> str:
    """Its minutes, unless they are those of a few records of it, or of all but a few."""
    if not one.timed or any(kept_back([one.timed, one.line.n - one.timed])):
        return "–"
    return one.minutes_said if one.timed == one.line.n else f"{one.minutes_said} (of {one.timed})"


def _trend(f: Figures) -> dict[str, Any]:
    judged = f.trend.judged
    weeks = [week for week in f.trend.weeks if week.pupil_days]
    return {
        "words": f.trend.words,
        "rates": [round(week.rate, 4) for week in weeks],
        "highest": f"{max((week.rate for week in weeks), default=0.0):.1f}",
        "first": f"{weeks[0].monday.day} {weeks[0].monday:%b %Y}" if weeks else "",
        "last": f"{weeks[-1].monday.day} {weeks[-1].monday:%b %Y}" if weeks else "",
        "centre": round(judged.centre, 4) if judged else None,
        "upper": [round(high or 0.0, 4) for high in judged.upper] if judged else [],
    }


def _table(one: Table) -> dict[str, Any]:
    shown = one.groups
    if len(shown) > FEW:  # years and needs are many: what says little shares a line
        shown = [group for group in one.groups if group.records and not group.hidden]
    rows = [_group(group) for group in shown]
    rest = [group for group in one.groups if group not in shown]
    if nobody := [group.label for group in rest if not group.hidden]:
        rows.append({"label": f"{'; '.join(nobody)}: nobody in records", "folded": True})
    if held := [group.label for group in rest if group.hidden]:
        rows.append({"label": f"{'; '.join(held)}: kept back", "folded": True})
    return {"label": one.label, "rows": rows,
            "all_hidden": all(group.hidden for group in one.groups)}  # fmt: skip


def _group(group: Group) -> dict[str, Any]:
    if group.hidden:
        return {"label": group.label, "hidden": True}
    estimate, ratio = group.estimate, group.ratio
    rate = "no rate" if estimate is None else (
        f"{estimate.value:.2f} ({estimate.lo:.2f} to {estimate.hi:.2f})"
    )  # fmt: skip
    against = "nobody to compare with"
    if ratio is not None and ratio.ratio is not None:
        top = "no limit" if ratio.hi is None else f"{ratio.hi:.1f}"
        against = f"{ratio.ratio:.1f} ({ratio.lo:.1f} to {top}): {SHORT[group.verdict]}"
    pupils = f"{group.pupils} of {group.on_roll}"
    return {"label": group.label, "hidden": False, "pupils": pupils, "records": str(group.records),
            "rate": rate, "ratio": against}  # fmt: skip
