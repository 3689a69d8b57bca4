"""A table as a workbook that spreadsheets open, of which no cell is ever run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from handrail.core.prose import tidy
from handrail.sharing.leaving import safe_cell

SORT = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 32_000  # characters, of the 32,767 that a cell holds


@dataclass(frozen=True)
class Linked:
    """A value that leads somewhere when it is pressed."""

    value: object
    address: str


def as_workbook(title: str, rows: Iterable[Sequence[object]]) -> bytes:
    """The first row is the heading. Numbers and days stay what they are; all else is text, made
    safe as in our other tables and said to be text, so that no program takes it for a formula."""
    book = Workbook(write_only=True)
    book.properties.creator = "Handrail"
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = [_cell(sheet, value, heading=not number) for value in row]
        for place, cell in enumerate(cells, start=1):
            if cell.hyperlink:  # a cell of its own knows no place yet
                cell.hyperlink.ref = f"{get_column_letter(place)}{number + 1}"
        sheet.append(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, value: object, *, heading: bool) -> WriteOnlyCell:
    if isinstance(value, Linked):
        cell = _cell(sheet, value.value, heading=heading)
        cell.hyperlink = value.address
        cell.font = Font(underline="single")
        return cell
    if isinstance(value, int | float | date) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, safe_cell(tidy("" if value is None else str(value))[:WIDEST]))
    cell.data_type = "s"
    if heading:
        cell.font = Font(bold=True)
    return cell
