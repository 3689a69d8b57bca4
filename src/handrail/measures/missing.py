"""Completeness: what is still missing of records of a kind, on which of them, and who owes it."""

from dataclasses import dataclass

from handrail.measures.asking import Asked
from handrail.people.models import Post
from handrail.records.completing import missing_from_each
from handrail.records.kind import COMPLETE, Kind
from handrail.records.models import Action, Record, RegisterEntry


@dataclass(frozen=True)
class Missing:
    """One record that is not whole: what law or statutory guidance asks, what practice asks, and
    the parents, or whoever is told in their place, who were due to be told and were not."""

    record: Record
    entry: str  # its number in the register, where the kind has one
    statutory: list[str]
    practice: list[str]
    not_told: list[str]
    owed_by: str
    open: bool  # whether somebody is still asked for it by a clock

    @property
    def n(self) -> int:
        return len(self.statutory) + len(self.practice) + len(self.not_told)


@dataclass(frozen=True)
class Completeness:
    """How many records were looked at, and those that are not whole, the oldest first."""

    looked_at: int
    rows: list[Missing]

    @property
    def whole(self) -> int:
        return self.looked_at - len(self.rows)

    @property
    def statutory(self) -> int:
        """How many lack something that law or statutory guidance asks for."""
        return sum(1 for row in self.rows if row.statutory or row.not_told)


def completeness(asked: Asked) -> Completeness:
    """Every record of the range that lacks something; a constant number of queries."""
    found = asked.records().select_related("school", "group", "author", "place")
    records = list(found.order_by("happened_at", "pk"))
    lacking = missing_from_each(records)
    untold = _untold(records)
    kept = [one for one in records if lacking.get(one.pk) or one.pk in untold]
    entries = dict(_entries(kept))
    owners = _owners(kept)
    rows = []
    for one in kept:
        names = lacking.get(one.pk, [])
        law, practice = _split(asked.kind, names)
        owner = owners.get(one.pk, "")
        rows.append(
            Missing(one, entries.get(one.pk, ""), law, practice, untold.get(one.pk, []),
                    owner or one.author_name, bool(owner))
        )  # fmt: skip
    return Completeness(len(records), rows)


def _split(kind: Kind, names: list[str]) -> tuple[list[str], list[str]]:
    law = [kind.question(name) for name in names if name in kind.statutory]
    return law, [kind.question(name) for name in names if name not in kind.statutory]


def _entries(records: list[Record]) -> list[tuple[int, str]]:
    rows = RegisterEntry.objects.filter(record__in=[one.pk for one in records])
    return [(row.record_id, row.said) for row in rows]


def _owners(records: list[Record]) -> dict[int, str]:
    """Whom the open clock for completing waits for, by record."""
    rows = Action.objects.filter(
        record__in=[one.pk for one in records], evidence=COMPLETE, state=Action.State.OPEN
    ).select_related("owner_person")
    return {row.record_id: _said(row) for row in rows}


def _said(action: Action) -> str:
    if action.owner_person:
        return action.owner_person.formal
    return str(Post.Role(action.owner_role).label)


def _untold(records: list[Record]) -> dict[int, list[str]]:
    """Parents who were due to be told and are not yet, or whoever is told in their place once a
    ground keeps it from them, with who owes it."""
    if not records:
        return {}
    duties = [d.slug for d in records[0].declared.duties if d.per_carer or (d.begun_by and d.law)]
    rows = Action.objects.filter(
        record__in=[one.pk for one in records], duty__in=duties, state=Action.State.OPEN
    ).select_related("owner_person", "carer", "pupil")
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.record_id, []).append(f"{row.sentence} ({_said(row)})")
    return found
