"""Known breaks: what is broken and cannot be mended, acknowledged by name and told for ever.

They stand in a file beside the database, as the kept heads do, and travel in every backup. Each
line is chained to the one before; from a line that was changed by hand on, none counts. Known is
one break as it was seen: whatever else is found at its place is a new one.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.hashing import GENESIS, canonical_json, sha256_hex

NAME = "known-breaks.jsonl"
PUT_BACK = "Put the file back from a backup, or acknowledge each again."
SHOWN = 16  # letters of a fingerprint by which a break is named


@dataclass(frozen=True)
class Known:
    """One acknowledged break. `school` is its number, "" for what concerns the installation."""

    seen: str
    school: str
    said: str
    by: str
    reason: str
    at: str

    @property
    def since(self) -> str:
        return said_day(clock.local(datetime.fromisoformat(self.at)).date())

    @property
    def told(self) -> str:
        """As it is told each time."""
        return f"Known since {self.since}: {self.said} {self.by} acknowledged it: {self._why}"

    @property
    def _why(self) -> str:
        return f"{self.reason.rstrip('. ')}."


def known_file(home: Path | None = None) -> Path:
    return (home or Path(settings.HOME)) / NAME


def known_breaks(home: Path | None = None) -> list[Known]:
    """Every acknowledged break, oldest first, up to the first line that was changed by hand."""
    return _read(home)[0]


def why_not_all() -> str:
    """In a sentence, from where on the file says nothing that counts; "" where all does."""
    found, is_whole = _read(None)
    if is_whole:
        return ""
    return (
        f"{known_file()} was changed by hand at line {len(found) + 1}: from there on it makes no "
        "break known."
    )


def apart(breaks: Iterable[Any]) -> tuple[list[Any], list[Known]]:
    """Breaks that are new, and the known ones among them; told apart by all that was seen."""
    known, new, there = {one.seen: one for one in known_breaks()}, [], []
    for one in breaks:
        if one.seen in known:
            there.append(known[one.seen])
        else:
            new.append(one)
    return new, there


def said_known(there: Iterable[Known]) -> str:
    """ "1 break known since 3 March 2027", for one line; "" for none."""
    rows = sorted(there, key=lambda one: one.at)
    if not rows:
        return ""
    count = "1 break is known" if len(rows) == 1 else f"{len(rows)} breaks are known, the first"
    return f"{count} since {rows[0].since}; handrail verify tells each with its reason."


def acknowledge(seen: str, school: str, said: str, by: str, reason: str) -> Known:
    """Write one break down as known; the file is put in place whole or not at all."""
    known, is_whole = _read(None)
    row = Known(seen, school, said, by, reason, str(clock.now()))
    lines = known_file().read_text(encoding="utf-8").splitlines() if known_file().is_file() else []
    if not is_whole:  # what was changed is set aside, not lost
        known_file().replace(known_file().with_suffix(f".{clock.now():%Y%m%d%H%M%S}.changed"))
        lines = lines[: len(known)]
    last = json.loads(lines[-1])["hash"] if lines else GENESIS
    line = {**asdict(row), "hash": _link(last, asdict(row))}
    half = known_file().with_suffix(".half")
    half.write_text("".join(f"{one}\n" for one in [*lines, json.dumps(line)]), encoding="utf-8")
    half.chmod(0o600)
    with half.open("rb") as file:
        os.fsync(file.fileno())
    half.replace(known_file())
    return row


def join(of_backup: Path) -> None:
    """After a restore: the list of the backup, where it goes on from the one that stands here."""
    if not known_file(of_backup).is_file():
        return
    theirs = known_file(of_backup).read_text(encoding="utf-8")
    here = known_file().read_text(encoding="utf-8") if known_file().is_file() else ""
    if theirs.startswith(here) and theirs != here:
        known_file().write_text(theirs, encoding="utf-8")
        known_file().chmod(0o600)


def _read(home: Path | None) -> tuple[list[Known], bool]:
    """The lines that hold, and whether those are all."""
    path, previous = known_file(home), GENESIS
    found: list[Known] = []
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    for line in text.splitlines():
        try:
            row = json.loads(line)
            link = row.pop("hash")
            known = Known(**row)
        except (ValueError, TypeError, AttributeError, KeyError):
            return found, False
        if link != _link(previous, row) or not _is_text(known):
            return found, False
        found.append(known)
        previous = link
    return found, True


def _is_text(known: Known) -> bool:
    return all(isinstance(getattr(known, one.name), str) for one in fields(known))


def _link(previous: str, row: dict[str, Any]) -> str:
    return sha256_hex(previous.encode() + canonical_json(row))
