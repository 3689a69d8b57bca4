"""An id stands once in a list of our own: rows that share one are all left out, unless alike."""

from dataclasses import dataclass, field

from handrail.roll.reading.context import Reading
from handrail.roll.reading.people import LeftOut
from handrail.roll.reading.table import Row


@dataclass
class Once:
    """The ids of one list so far, by the row that had each first."""

    reading: Reading
    first: dict[str, Row] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def is_repeated(self, row: Row, ident: str) -> bool:
        """Whether the very same row stood before: it is read once, and that is said."""
        before = self.first.get(ident)
        if not ident or before is None or before.cells != row.cells:
            return False
        again = f"{row.said} is the same as row {before.where.line}. It was read once."
        self.reading.warn(again, row, "id")
        return True

    def check(self, row: Row, ident: str, source_id: str) -> None:
        """LeftOut where another row had the id; that one is left out too, and named."""
        before = self.first.setdefault(ident, row)
        if before is row:
            return
        if _name(before) == _name(row):
            rows = f"Rows {before.where.line} and {row.where.line}"
            sentence = (
                f"{rows} are the same person, by the id {ident[:60]} and the name, but say "
                "different things. Neither was imported: leave one of them."
            )
        else:
            sentence = f"Two different people share the id {ident[:60]}. Neither was imported."
        if ident not in self.named:
            self.named.add(ident)
            self.reading.refuse(before, sentence, "id", source_id)
        raise LeftOut(sentence, "id")


def _name(row: Row) -> tuple[str, str]:
    return row["first_name"], row["surname"]
