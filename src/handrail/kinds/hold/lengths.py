"""How long a pupil was held or secluded, and for how long nobody is said to have looked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handrail.core import clock
from handrail.core.numbers import counted
from handrail.core.spans import HALF_A_DAY, Span, after, joined, minutes_of
from handrail.kinds.hold.models import Part
from handrail.kinds.hold.rules import looks, parts
from handrail.records.kind import Facts
from handrail.training.models import Technique


@dataclass(frozen=True)
class Unseen:
    """The longest time in seclusion without a look that is written down, and how many such gaps
    lasted as long as the school asks about or longer."""

    minutes: int
    starts: time
    ends: time
    gaps: int


def minutes_held_and_secluded(facts: Facts) -> tuple[float, float]:
    """How long each lasted: parts at the same time count once. Without parts, what was estimated
    is all taken for a hold as soon as anything but seclusion was said."""
    held, secluded = _parts_apart(facts)
    found = minutes_of(_spans(held, facts)), minutes_of(_spans(secluded, facts))
    if any(found):
        return found
    about = _about(facts)
    return (0.0, about) if _only_secluded(facts) else (about, 0.0)


def longest_unseen(facts: Facts, most: int) -> Unseen | None:
    """The longest gap from the beginning of a seclusion to the first look, from look to look, and
    from the last to its end; None where its times are not known. `most`: minutes from which the
    school asks why."""
    gaps = [
        (until - since, since, until)
        for span in _secluded_spans(facts)
        for since, until in _gaps_in(span, facts)
    ]
    if not gaps:
        return None
    seconds, since, until = max(gaps, key=lambda gap: (gap[0], -gap[1]))
    many = sum(1 for gap in gaps if gap[0] >= most * 60)
    return Unseen(seconds // 60, _clock_at(facts, since), _clock_at(facts, until), many)


def _only_secluded(facts: Facts) -> bool:
    return facts.slugs("sort") == {"seclusion"}


def _about(facts: Facts) -> float:
    return float(getattr(facts.detail, "minutes", None) or 0)


def _parts_apart(facts: Facts) -> tuple[list[Part], list[Part]]:
    """Those in which the pupil was held, and those in which they were secluded."""
    only_secluded = _only_secluded(facts)
    held: list[Part] = []
    secluded: list[Part] = []
    for part in parts(facts):
        sort = part.technique.sort if part.technique else ""
        inside = sort == Technique.Sort.SECLUSION or (not sort and only_secluded)
        (secluded if inside else held).append(part)
    return held, secluded


def _secluded_spans(facts: Facts) -> list[Span]:
    """When the pupil was secluded; by the estimate where looks are written down and no times, and
    as it goes on, before anybody can say how long, until the last look.

    Whoever wrote it down afterwards, as happening now, looked before: then it began with the
    first look that is known, or before it where it would not be over yet.
    """
    if found := _spans(_parts_apart(facts)[1], facts):
        return found
    about, seen = round(_about(facts) * 60), _seen(facts)
    if not seen or not _only_secluded(facts):
        return []
    first, last = min(seen), max(seen)
    if last > HALF_A_DAY:
        start = min(HALF_A_DAY, first)
        return joined([(start, max(start + about, last))])
    end = max(min(first + about, HALF_A_DAY), last)
    return joined([(min(first, end - about), end)])


def _gaps_in(span: Span, facts: Facts) -> Iterable[Span]:
    start, end = span
    inside = sorted(at for at in _seen(facts) if start < at < end)
    points = [start, *inside, end]
    return zip(points, points[1:], strict=False)


def _seen(facts: Facts) -> list[int]:
    """When somebody looked; a look of which the time is not written yet is none."""
    return [_after(facts, look.at) for look in looks(facts) if look.at is not None]


def _spans(several: Sequence[Part], facts: Facts) -> list[Span]:
    """Those that ended, in order, what overlaps or touches as one; also over midnight."""
    begun = ((_after(facts, part.starts), part.seconds) for part in several if part.seconds)
    return joined((start, start + seconds) for start, seconds in begun)


def _after(facts: Facts, moment: time) -> int:
    return after(clock.local(facts.happened_at).time(), moment)


def _clock_at(facts: Facts, seconds: int) -> time:
    origin = clock.local(facts.happened_at).time()
    moved = datetime.combine(date(2000, 1, 2), origin)
    return (moved + timedelta(seconds=seconds - HALF_A_DAY)).time()


def said_of_unseen(unseen: Unseen, most: int) -> str:
    """ "No look is written down from 10:45 to 11:05, which is 20 minutes; ..."."""
    said = (
        f"No look is written down from {unseen.starts:%H:%M} to {unseen.ends:%H:%M}, which is "
        f"{counted(unseen.minutes, 'minute')}"
    )
    if unseen.gaps > 1:
        said += f"; there are {unseen.gaps} such gaps"
    return f"{said}; the school asks why from {counted(most, 'minute')} on"
