"""The tally: what a load adds, changes, moves, leaves and closes, by sort of thing."""

from collections import Counter
from dataclasses import dataclass, field

SORTS = ("schools", "terms", "groups", "pupils", "staff", "carers", "links", "memberships")


@dataclass
class Tally:
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    moved: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)

    def saw(self, sort: str, *, new: bool = False, changed: bool = False) -> None:
        """Count one row as added, changed or unchanged."""
        (self.added if new else self.changed if changed else self.unchanged)[sort] += 1

    def as_json(self) -> dict[str, dict[str, int]]:
        return {
            name: {sort: getattr(self, name)[sort] for sort in SORTS}
            for name in ("added", "changed", "moved", "unchanged", "left")
        }
