"""What a file of objectives says, row by row, and the faults in it, each with its place."""

from dataclasses import asdict, dataclass, field

MOST_TEXT, MOST_CODE = 1000, 200


@dataclass(frozen=True)
class Fault:
    """What is amiss and where; line 1 is the header, 0 the file as a whole."""

    reason: str
    file: str = ""
    line: int = 0
    column: str = ""
    value: str = ""

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        column = f", {self.column}" if self.column else ""
        value = f" “{self.value[:60]}”" if self.value else ""
        return f"{where}{column}{value}: {self.reason}"


@dataclass(frozen=True)
class RawObjective:
    """One row, as text. `parent` and `needs` are codes of other rows."""

    line: int
    code: str
    text: str
    subject: str = ""
    stage: str = ""
    year: str = ""
    strand: str = ""
    parent: str = ""
    needs: tuple[str, ...] = ()
    retired: bool = False


@dataclass
class RawFramework:
    """A whole file: what it calls itself, where it comes from, its rows, and what is amiss."""

    file: str
    name: str
    sort: str = "school"
    source: str = ""
    rows: list[RawObjective] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def amiss(self, reason: str, line: int = 0, column: str = "", value: str = "") -> None:
        self.faults.append(Fault(reason, self.file, line, column, value[:200]))


def find_faults(read: RawFramework) -> None:
    """Every row that cannot be kept: no words, no code, too long, twice, or pointing nowhere."""
    lines: dict[str, int] = {}
    for row in read.rows:
        _look_at(read, row)
        if row.code and row.code in lines:
            read.amiss(f"This code stands on line {lines[row.code]} too.", row.line, "code",
                       row.code)  # fmt: skip
        lines.setdefault(row.code, row.line)
    parents = {row.code: row.parent for row in read.rows}
    needs = {row.code: row.needs for row in read.rows}
    for row in read.rows:
        for column, codes in (("parent", (row.parent,)), ("needs", row.needs)):
            for code in codes:
                if code and code not in lines:
                    read.amiss("No row of this file has this code.", row.line, column, code)
        if row.parent and _goes_round(row.code, parents):
            read.amiss("A step cannot stand under itself.", row.line, "parent", row.parent)
        _look_at_needs(read, row, needs)
    if not read.rows and not read.faults:
        read.amiss("There are no objectives in this file.")
    read.faults.sort(key=lambda fault: fault.line)


def _look_at(read: RawFramework, row: RawObjective) -> None:
    if not row.text:
        read.amiss("There are no words here.", row.line, "text")
    if not row.code:
        read.amiss("Give every objective a code of its own.", row.line, "code")
    for column, value, most in (
        ("text", row.text, MOST_TEXT), ("code", row.code, MOST_CODE), ("subject", row.subject, 80),
        ("stage", row.stage, 20), ("year", row.year, 20), ("strand", row.strand, 200),
    ):  # fmt: skip
        if len(value) > most:
            read.amiss(f"This is longer than {most} characters.", row.line, column, value)


def _look_at_needs(
    read: RawFramework, row: RawObjective, needs: dict[str, tuple[str, ...]]
) -> None:
    if row.code in row.needs:
        read.amiss("An objective cannot need itself.", row.line, "needs", row.code)
    elif _needed_by_itself(row.code, needs):
        words = "What this needs needs it in turn, so neither could come first."
        read.amiss(words, row.line, "needs", " ".join(row.needs))


def _needed_by_itself(code: str, needs: dict[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    ahead = list(needs[code])
    while ahead:
        if (here := ahead.pop()) not in seen:
            seen.add(here)
            ahead += needs.get(here, ())
    return code in seen


def _goes_round(code: str, parents: dict[str, str]) -> bool:
    seen, here = {code}, parents.get(code, "")
    while here:
        if here in seen:
            return True
        seen.add(here)
        here = parents.get(here, "")
    return False
