"""Pruning: the last days, weeks and months of backups stay; the rest goes, and it is said which."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from handrail.core import clock
from handrail.keeping.ledger import note, unproved

NAME = re.compile(r"^handrail-(\d{8}-\d{6})(?:-\d+)?(-unproved)?\.tar\.gz(?:\.age)?$")
PERIODS = ("%Y%m%d", "%G-%V", "%Y%m")  # a day, a week, a month


def made_at(path: Path) -> datetime | None:
    """When a backup was made, by its name; nothing for a file that is not ours."""
    if not (found := NAME.match(path.name)):
        return None
    return datetime.strptime(found[1], "%Y%m%d-%H%M%S").replace(tzinfo=clock.LONDON)


def unproved_name(path: Path) -> Path:
    """What a backup that is broken is called, so that it takes the place of no good one."""
    stem, dot, ending = path.name.partition(".")
    return path.with_name(f"{stem}-unproved{dot}{ending}")


def is_proved(path: Path) -> bool:
    """Whether a backup was proved when it was made, by its name and the ledger."""
    found = NAME.match(path.name)
    return not (found and found[2]) and unproved(path) is None


def backups_in(folder: Path) -> list[Path]:
    """The backups in a folder, newest first."""
    return sorted((path for path in folder.glob("handrail-*") if made_at(path)), reverse=True)


def newest_proved(folder: Path) -> Path | None:
    return next((path for path in backups_in(folder) if is_proved(path)), None)


def to_keep(moments: Sequence[datetime], keep: Sequence[int]) -> set[datetime]:
    """The newest of each of the last so many days, weeks and months; all of the last day."""
    newest_first = sorted(moments, reverse=True)
    kept = {moment for moment in newest_first if newest_first[0] - moment < timedelta(days=1)}
    for period, count in zip(PERIODS, keep, strict=False):
        seen: dict[str, datetime] = {}
        for moment in newest_first:
            seen.setdefault(moment.strftime(period), moment)
        kept |= set(list(seen.values())[:count])
    return kept


def prune(folder: Path) -> list[Path]:
    """Remove what the rule no longer keeps, and what still holds records long since destroyed.

    Proved and unproved ones are counted apart, so that no unproved one ever drives out a proved
    one. The newest of all and the newest proved one always stay. Returns what was removed; each is
    noted in the ledger.
    """
    everything = backups_in(folder)
    proved = [path for path in everything if is_proved(path)]
    spared = {*everything[:1], *proved[:1]}
    limit = _holds_what_must_be_gone()
    removed = []
    for paths in (proved, [path for path in everything if path not in proved]):
        found = {path: made for path in paths if (made := made_at(path))}
        if not found:
            continue
        kept = to_keep(list(found.values()), settings.BACKUP_KEEP)
        for path, made in found.items():
            too_old = limit is not None and made < limit
            if path not in spared and (made not in kept or too_old):
                path.unlink()
                note("removed", file=path.name, because="destroyed since" if too_old else "old")
                removed.append(path)
    return removed


def _holds_what_must_be_gone() -> datetime | None:
    """The last destruction that is longer ago than backups may hold what it destroyed."""
    from handrail.keeping.models import Destruction  # noqa: PLC0415 - read only while pruning

    ago = clock.now() - timedelta(days=settings.BACKUP_FORGET_DAYS)
    done = Destruction.objects.filter(done_at__lt=ago).order_by("-done_at").first()
    return done.done_at if done else None
