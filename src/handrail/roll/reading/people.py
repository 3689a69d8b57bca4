"""Makes people out of rows: names, numbers, addresses, and what is refused about them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from handrail.core.upn import BadUpn, Upn, check_upn
from handrail.roll.bundle import PersonRow
from handrail.roll.reading.context import Reading
from handrail.roll.reading.dates import BadDate
from handrail.roll.reading.table import Row, key_of

NOBODY = PersonRow("", "", "")  # stands for whoever's row is being left out
T = TypeVar("T")
U = TypeVar("U")
_NAME_LENGTH = 100
_PHONE_LENGTH = 40
_EMAIL_LENGTH = 254
_EMAIL = re.compile(r"^[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{2,}$")
_NAME_COLUMNS = (
    "surname", "first_name", "legal_surname", "legal_first_name", "familyName", "givenName",
    "preferredFamilyName", "preferredGivenName", "forename", "known_surname", "known_forename",
)  # fmt: skip
_UPN_IN_IDS = re.compile(r"\{\s*upn\s*:\s*([^}]*)\}", re.IGNORECASE)
SEXES = {"m": "M", "male": "M", "boy": "M", "f": "F", "female": "F", "girl": "F"}


class LeftOut(Exception):
    """A row that cannot be taken; the message is the sentence, `column` the place.

    `also` are the further faults of the same row; `row` is the row where it stands, if another.
    """

    def __init__(self, sentence: str, column: str = "", row: Row | None = None) -> None:
        super().__init__(sentence)
        self.column = column
        self.row = row
        self.also: list[LeftOut] = []


@dataclass
class Gathered:
    """Reads the cells of one row and keeps every fault, so that all of them are told at once."""

    found: list[LeftOut] = field(default_factory=list)

    def of(self, read: Callable[[], T], instead: U) -> T | U:
        """What `read` gives; `instead` where the cell cannot be taken."""
        try:
            return read()
        except LeftOut as out:
            self.found += [out, *out.also]
            return instead

    def add(self, sentence: str, column: str = "", row: Row | None = None) -> None:
        """Keep a fault that no reading of a cell would raise."""
        self.found.append(LeftOut(sentence, column, row))

    def settle(self) -> None:
        """LeftOut with all that was found, if anything was."""
        if self.found:
            first, *first.also = self.found
            raise first


def refuse_row(reading: Reading, row: Row, out: LeftOut, ident: str = "") -> None:
    """Name every fault of a row that is left out."""
    for one in (out, *out.also):
        reading.refuse(one.row or row, str(one), one.column, ident)


def make_person(
    reading: Reading,
    row: Row,
    source_id: str,
    known: tuple[str, str],
    legal: tuple[str, str] = ("", ""),
    *,
    title: str = "",
    born: date | None = None,
    sex: str = "",
    contact: tuple[str, str, str] = ("", "", ""),
) -> PersonRow:
    """A person from a row; `contact` names the columns of e-mail, telephone and mobile.

    Raises LeftOut where there is no name or one too long. What is wrong with an address or a
    number is warned about, and that field left empty.
    """
    if not any(known):
        column = _column_with(row, "")
        raise LeftOut(f"{row.said}: there is no name. This person was left out.", column)
    if long := next((name for name in (*known, *legal) if len(name) > _NAME_LENGTH), ""):
        sentence = f"{row.said}: a name here is longer than {_NAME_LENGTH} letters."
        raise LeftOut(sentence, _column_with(row, long))
    email, phone, mobile = contact
    return PersonRow(
        source_id=source_id,
        given=known[0],
        family=known[1],
        legal_given=legal[0],
        legal_family=legal[1],
        title=title[:20],
        born=born,
        sex=sex,
        email=_email(reading, row, email),
        phone=_phone(reading, row, phone),
        mobile=_phone(reading, row, mobile),
        where=row.where,
    )


def _column_with(row: Row, name: str) -> str:
    """The column of names that holds a name, "" where none does."""
    there = (column for column in _NAME_COLUMNS if key_of(column) in row.cells)
    return next((column for column in there if row[column] == name), "")


def _email(reading: Reading, row: Row, column: str) -> str:
    text = row[column] if column else ""
    if text and (len(text) > _EMAIL_LENGTH or not _EMAIL.match(text)):
        reading.warn(
            f"{row.said}: '{text[:60]}' is not an e-mail address. It was left out.", row, column
        )
        return ""
    return text


def _phone(reading: Reading, row: Row, column: str) -> str:
    text = row[column] if column else ""
    if len(text) > _PHONE_LENGTH:
        reading.warn(f"{row.said}: a telephone number is too long. It was left out.", row, column)
        return ""
    return text


def meant(number: str, known: Iterable[str]) -> str:
    """The number that differs only in its capitals or in zeros at its front, as a question."""
    bare = number.casefold().lstrip("0")
    near = next((one for one in known if one.casefold().lstrip("0") == bare), "") if bare else ""
    return f" Was '{near}' meant?" if near else ""


def need_id(row: Row, column: str) -> str:
    """The id in a column; LeftOut where it is empty or too long to keep."""
    ident = row[column]
    if not ident:
        raise LeftOut(f"{row.said}: the column '{column}' is empty. This row was left out.", column)
    if len(ident) > 255:
        raise LeftOut(f"{row.said}: the id is longer than 255 letters.", column)
    return ident


def read_sex(reading: Reading, row: Row, column: str) -> str:
    """M or F as the census has it; anything else is left empty, and said."""
    text = row[column]
    sex = SEXES.get(text.lower(), "")
    if text and not sex:
        reading.warn(f"{row.said}: '{text[:40]}' was not taken as a sex.", row, column)
    return sex


def read_upn(row: Row, text: str, column: str) -> Upn | None:
    """The UPN in a text, None where it is empty; LeftOut with the sentence where it is wrong."""
    if not text:
        return None
    try:
        return check_upn(text)
    except BadUpn as bad:
        extra = " This pupil was left out." if bad.expected_letter else ""
        raise LeftOut(f"{row.said}: {bad.sentence}{extra}", column) from bad


def upn_in_ids(text: str) -> str:
    """What stands after UPN in a list such as {LDAP:12},{UPN:A123...}."""
    match = _UPN_IN_IDS.search(text)
    return match[1].strip() if match else ""


def is_upn(text: str) -> bool:
    """Whether a number is a UPN beyond doubt: its check letter fits."""
    try:
        check_upn(text)
    except BadUpn:
        return False
    return True


def read_date(reading: Reading, row: Row, column: str) -> date | None:
    """A date; LeftOut where what stands there is none."""
    try:
        return reading.dates.read(row, column)
    except BadDate as bad:
        raise LeftOut(str(bad), column) from bad


def read_span(
    reading: Reading, row: Row, starts: str, ends: str
) -> tuple[date | None, date | None]:
    """Two dates; LeftOut where either is none, or the second is before the first."""
    cells = Gathered()
    first = cells.of(lambda: read_date(reading, row, starts), None)
    last = cells.of(lambda: read_date(reading, row, ends), None)
    cells.settle()
    if first and last and last < first:
        raise LeftOut(f"{row.said} ends before it starts.", ends)
    return first, last
