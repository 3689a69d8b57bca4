"""Checking kept backups: each byte against the ledger, and the newest proved one restored."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from handrail.core.hashing import sha256_of_file
from handrail.core.progress import Progress, silent
from handrail.keeping import ledger
from handrail.keeping.backup import prove_opened
from handrail.keeping.pruning import backups_in, is_proved
from handrail.keeping.refusal import BackupBroken, BackupRefused
from handrail.keeping.sealing import open_into


@dataclass(frozen=True)
class Checked:
    path: Path
    what: str  # "restored", "same as made", or what is wrong
    good: bool = True


def check_backups(
    path: Path | None, identities: Sequence[Any], *, progress: Progress = silent
) -> list[Checked]:
    """Check kept backups: each byte against the ledger; and restore one, with its key, to prove it.

    Without a path, all in the backup folder are compared and the newest proved one is restored
    (the newest, where none is proved). Without a key a locked one cannot be opened here, and only
    its bytes are compared. An unproved one is bad news while nothing newer is proved.
    """
    files = [path] if path else backups_in(Path(settings.HOME) / "backups")
    if not files:
        raise BackupRefused("There is no backup here to check. Run: handrail backup")
    found = [_compared(file, newest=file == files[0]) for file in files]
    chosen = next((at for at, file in enumerate(files) if is_proved(file)), 0)
    may_open = bool(identities) or not files[chosen].name.endswith(".age")
    if may_open and (found[chosen].good or not is_proved(files[chosen])):
        found[chosen] = _restored(files[chosen], identities, progress)
    ledger.note("checked", good=all(one.good for one in found), files=len(found))
    return found


def _restored(file: Path, identities: Sequence[Any], progress: Progress) -> Checked:
    with tempfile.TemporaryDirectory(prefix="handrail-") as scratch:
        open_into(file, Path(scratch), identities)
        try:
            known = prove_opened(Path(scratch), progress).get("known", [])
        except BackupBroken as broken:
            return Checked(file, f"opened, but UNPROVED: {broken}", good=False)
    ledger.note("practised", file=file.name)
    return Checked(file, " ".join(["opened, restored and walked from end to end", *known]))


def _compared(path: Path, *, newest: bool) -> Checked:
    if not path.is_file():
        raise BackupRefused(f"There is no file {path}.")
    known = ledger.fingerprint_of(path)
    if known is None:
        return Checked(path, "not made here: nothing to compare it with")
    if sha256_of_file(path) != known:
        return Checked(path, "DAMAGED: not the file that was written", good=False)
    what = "the same, byte for byte, as when it was made"
    if (why := ledger.unproved(path)) is not None:
        return Checked(path, f"{what}; UNPROVED then: {why}", good=not newest)
    return Checked(path, what)
