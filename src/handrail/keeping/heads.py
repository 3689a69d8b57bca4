"""Kept heads: where each chain had come to, in a file beside the database, so a cut tail shows."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from handrail.core import clock
from handrail.records.models import ChainHead, Revision
from handrail.school.models import School

Head = tuple[int, str]


def heads_file() -> Path:
    return Path(settings.HOME) / "heads.jsonl"


def keep_heads() -> int:
    """Add the present head of every school to the file; returns how many were new."""
    known = {(school, seq) for school, (seq, _) in kept_heads().items()}
    behind = dict(kept_heads())
    fresh = [
        {
            "school": str(head.school.uuid),
            "seq": head.seq,
            "hash": head.hash,
            "at": str(clock.now()),
        }
        for head in ChainHead.objects.select_related("school")
        if head.seq
        and (head.school.uuid, head.seq) not in known
        and head.seq > behind.get(head.school.uuid, (0, ""))[0]
    ]
    _add(fresh)
    return len(fresh)


def _add(lines: list[dict[str, Any]]) -> None:
    if lines:
        with heads_file().open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)


def _lines() -> list[dict[str, Any]]:
    """Every kept line; a last one that a full disk tore is left out."""
    if not heads_file().is_file():
        return []
    rows = []
    for line in heads_file().read_text(encoding="utf-8").splitlines():
        try:
            rows.append(json.loads(line))
        except ValueError:
            continue
    return rows


def kept_heads() -> dict[UUID, Head]:
    """The furthest kept head of each school, by the school's number.

    A restore that went back on purpose counts from where it went back to.
    """
    heads: dict[UUID, Head] = {}
    for row in _lines():
        school = UUID(row["school"])
        here = (row["seq"], row["hash"])
        heads[school] = here if row.get("taken_back") else max(heads.get(school, (0, "")), here)
    return heads


def known_head(school: School) -> Head | None:
    return kept_heads().get(school.uuid)


def take_back(school: UUID, seq: int, made: str) -> None:
    """Write down that a restore took a school's chain back on purpose, to a backup of that time."""
    row = Revision.objects.filter(school__uuid=school, seq=seq).first()
    if row is not None:
        _add([{"school": str(school), "seq": seq, "hash": row.hash, "at": str(clock.now()),
               "taken_back": made}])  # fmt: skip


def behind_kept_head() -> list[tuple[School, int, int]]:
    """Schools whose chain no longer reaches a kept head: where it is, and where it had come to."""
    reached = {head.school_id: head.seq for head in ChainHead.objects.all()}
    heads = kept_heads()
    return [
        (school, reached.get(school.pk, 0), heads[school.uuid][0])
        for school in School.objects.order_by("pk")
        if school.uuid in heads and reached.get(school.pk, 0) < heads[school.uuid][0]
    ]


def taken_back_lately(days: int) -> list[dict[str, Any]]:
    """Restores of the last days that went back behind what was known here."""
    from datetime import datetime, timedelta  # noqa: PLC0415

    since = clock.now() - timedelta(days=days)
    return [row for row in _lines()
            if row.get("taken_back") and datetime.fromisoformat(row["at"]) > since]  # fmt: skip
