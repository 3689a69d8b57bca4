"""Kept heads: where each chain had come to, in a file beside the database, so a cut tail shows."""

import json
from pathlib import Path
from uuid import UUID

from django.conf import settings

from handrail.core import clock
from handrail.records.models import ChainHead
from handrail.school.models import School


def heads_file() -> Path:
    return Path(settings.HOME) / "heads.jsonl"


def keep_heads() -> int:
    """Add the present head of every school to the file; returns how many were new."""
    known = {(school, seq) for school, (seq, _) in kept_heads().items()}
    fresh = [
        {
            "school": str(head.school.uuid),
            "seq": head.seq,
            "hash": head.hash,
            "at": str(clock.now()),
        }
        for head in ChainHead.objects.select_related("school")
        if head.seq and (head.school.uuid, head.seq) not in known
    ]
    if fresh:
        with heads_file().open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in fresh)
    return len(fresh)


def kept_heads() -> dict[UUID, tuple[int, str]]:
    """The furthest kept head of each school, by the school's number."""
    heads: dict[UUID, tuple[int, str]] = {}
    if heads_file().is_file():
        for line in heads_file().read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            school = UUID(row["school"])
            heads[school] = max(heads.get(school, (0, "")), (row["seq"], row["hash"]))
    return heads


def known_head(school: School) -> tuple[int, str] | None:
    return kept_heads().get(school.uuid)
