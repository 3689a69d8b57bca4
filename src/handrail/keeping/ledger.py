"""The ledger of backups: what was made, proved and removed, and when the way back was practised."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from handrail.core import clock


def ledger_file() -> Path:
    return Path(settings.HOME) / "backups.jsonl"


def note(act: str, **facts: Any) -> None:
    """Add a line: "made", "checked", "removed", "practised" or "restored"."""
    with ledger_file().open("a", encoding="utf-8") as file:
        file.write(json.dumps({"act": act, "at": str(clock.now()), **facts}) + "\n")
    ledger_file().chmod(0o600)


def noted(act: str) -> list[dict[str, Any]]:
    """Every line of one sort, oldest first; a torn last line is left out."""
    if not ledger_file().is_file():
        return []
    rows = []
    for line in ledger_file().read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if row.get("act") == act:
            rows.append({**row, "at": datetime.fromisoformat(row["at"])})
    return rows


def last(act: str) -> dict[str, Any] | None:
    return next(reversed(noted(act)), None)


def fingerprint_of(path: Path) -> str | None:
    """What a file of that name had when it was made here."""
    made = _made(path)
    return made["sha256"] if made else None


def unproved(path: Path) -> str | None:
    """Why a file of that name was not proved when made here; None where it was or is not known."""
    made = _made(path)
    return made.get("unproved", "no reason was kept.") if made and not made["proved"] else None


def _made(path: Path) -> dict[str, Any] | None:
    rows = [row for row in noted("made") if row["file"] == path.name]
    return rows[-1] if rows else None
