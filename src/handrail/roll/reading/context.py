"""What every reader shares while it reads: the bundle, the answers given, and the files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from handrail.roll.bundle import RollBundle, Where
from handrail.roll.faults import Question, RollRefused
from handrail.roll.reading.dates import Dates
from handrail.roll.reading.package import Package
from handrail.roll.reading.table import MAX_ROWS, Row, Table, nearest, read_table


@dataclass(frozen=True)
class UpnSeen:
    """A row that bears a UPN, whatever becomes of the row."""

    source_id: str
    where: Where
    name: str


@dataclass
class Reading:
    """One reading of one package. Questions are noted, never asked."""

    bundle: RollBundle
    package: Package
    strict: bool
    answers: Mapping[str, str]
    mapping: Mapping[str, str]
    today: date
    school_name: str | None = None
    taken: Mapping[str, str] = field(default_factory=dict)  # {org: the school it stood for before}
    at: str = ""  # the school where whoever imports is signed in
    dates: Dates = field(init=False)
    tables: dict[str, Table] = field(default_factory=dict)
    passwords: int = 0
    upns: dict[str, list[UpnSeen]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dates = Dates(self)

    def has_file(self, name: str) -> bool:
        return name.lower() in self.package.files

    def table(self, name: str, ceiling: int = MAX_ROWS) -> Table:
        """A file's table, read once; a file that is not there is an empty table."""
        key = name.lower()
        if key not in self.tables:
            if key in self.package.files:
                written, data = self.package.names[key], self.package.files[key]
                table = read_table(written, data, self.bundle, self.mapping, ceiling)
            else:
                table = Table(name)
            self.passwords += table.passwords
            self.tables[key] = table
        return self.tables[key]

    def ask(self, slug: str, sentence: str, choices: tuple[str, ...] = ()) -> str:
        """The answer that was given, or "" after noting the question."""
        answer = self.answers.get(slug, "").strip()
        if answer and (not choices or answer in choices):
            return answer
        if all(question.slug != slug for question in self.bundle.questions):
            self.bundle.questions.append(Question(slug, sentence, choices))
        return ""

    def saw_upn(self, upn: str, ident: str, row: Row, name: str) -> None:
        """Note who bears a UPN, so that two who do are seen even if one is left out."""
        self.upns.setdefault(upn, []).append(UpnSeen(ident, row.where, name))

    def refuse(self, row: Row, reason: str, column: str = "", ident: str = "") -> None:
        """Leave a row out; `ident` is the person whom the row would have been."""
        self.bundle.refuse(reason, row.where, row.label(column), row[column] if column else "")
        if ident:
            self.bundle.refused_ids.add(ident)

    def warn(self, reason: str, row: Row | None = None, column: str = "") -> None:
        value = row[column] if row and column else ""
        if row is None:
            self.bundle.warn(reason)
        else:
            self.bundle.warn(reason, row.where, row.label(column), value)

    def warn_file(self, file: str, reason: str, column: str = "") -> None:
        self.bundle.warn(reason, Where(file, 0), column)

    def strictly(self, sentence: str, where: Where, column: str = "", value: str = "") -> None:
        """Refuse what the standard refuses, where the reader was told to be strict."""
        if self.strict:
            raise RollRefused(sentence, where.file, column, value, where.line)

    def note_strange_columns(self, table: Table, known: tuple[str, ...]) -> None:
        """Name the columns that are not read, with what may have been meant."""
        for header in table.headers:
            if header.lower().startswith("metadata.") or Table("", list(known)).has(header):
                continue
            absent = [column for column in known if not table.has(column)]
            hint = nearest(header, absent)
            self.bundle.warn(
                f"{table.name} has a column '{header}' that we do not know. It was not read."
                + (f" Was '{hint}' meant?" if hint else ""),
                Where(table.name, 1),
                header,
            )
