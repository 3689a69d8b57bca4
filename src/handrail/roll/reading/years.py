"""National curriculum years: the codes, and whether a file's grades are those years.

The codes are R, 1 to 14, N1, N2 and X (not followed). A grade is taken as a year only where the
birth dates bear it out; X and repeated years are never computed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handrail.roll.bundle import PupilRow, Where
from handrail.roll.reading.context import Reading
from handrail.roll.reading.table import Row

_WORDY = {
    "r": "R", "rec": "R", "reception": "R", "yr": "R", "yearr": "R", "fs2": "R",
    "x": "X", "n1": "N1", "n2": "N2", "nursery1": "N1", "nursery2": "N2",
}  # fmt: skip
_NUMBERED = re.compile(r"^(?:year|yr|y|nc|ncyear|grade)?0?(\d{1,2})$")
_EARLY_GRADES = ("it", "pr", "pk", "tk", "kg", "other", "ps")
_FITTING = 0.9


@dataclass(frozen=True)
class Graded:
    """A pupil's grade as the file has it, and the birth date that may bear it out."""

    pupil: str
    grade: str
    born: date | None
    where: Where
    left: bool = False


def year_code(text: str) -> str:
    """The code for "Year 7", "07", "Reception" and the like; "" for what is none."""
    key = "".join(letter for letter in text.casefold() if letter.isalnum())
    if key in _WORDY:
        return _WORDY[key]
    match = _NUMBERED.match(key)
    if match and 1 <= int(match[1]) <= 14:
        return str(int(match[1]))
    return ""


def bad_year(row: Row, column: str) -> str:
    """The sentence for a year that is none."""
    return f"{row.said}: year '{row[column][:40]}' is not one we know. Use R, 1 to 14, N1, N2 or X."


def year_by_birth(born: date, today: date) -> str:
    """The year that children of a birth date are usually in; "" outside schooling."""
    number = _number_by_birth(born, today)
    if number < 1:
        return {0: "R", -1: "N2", -2: "N1"}.get(number, "")
    return str(number) if number <= 14 else ""


def _number_by_birth(born: date, today: date) -> int:
    """0 for Reception; a school year begins on 1 September."""
    school_year = today.year if today.month >= 9 else today.year - 1
    turned_four_by = born.year + 4 + (born.month >= 9)
    return school_year - turned_four_by


def years_of_grades(reading: Reading, graded: Sequence[Graded]) -> dict[str, str]:
    """Years by pupil, of the grades that may be taken; what is left out is said or asked."""
    filled = [one for one in graded if one.grade and not one.left]
    numbered = [one for one in filled if year_code(one.grade)]
    dated = [one for one in numbered if one.born]
    if not filled:
        return {}
    fits = bool(dated) and _share_fitting(dated, reading.today) >= _FITTING
    if not fits and not _told_so(reading, dated):
        if not dated:
            _say_left_out(reading, filled)
        return {}
    years = {one.pupil: year_code(one.grade) for one in numbered}
    years |= _early_years(reading, [one for one in filled if not year_code(one.grade)])
    return years


def _told_so(reading: Reading, dated: list[Graded]) -> bool:
    """Whether somebody said that the grades are years; asks where birth dates speak against it."""
    if not dated:
        return reading.answers.get("grades") == "yes"
    group = [one for one in dated if one.grade == dated[0].grade]
    births = sorted(one.born for one in group if one.born)
    sentence = (
        f"In this file '{group[0].grade}' has pupils born {births[0]:%B %Y} to {births[-1]:%B %Y}. "
        f"Is that Year {year_code(group[0].grade)}?"
    )
    return reading.ask("grades", sentence, ("yes", "no")) == "yes"


def _share_fitting(dated: list[Graded], today: date) -> float:
    """How many grades are the year of their birth date. In summer a roll may be the next year's."""
    allowed = {0, 1} if today.month in (7, 8) else {0}
    fitting = 0
    for one in dated:
        code = year_code(one.grade)
        number = {"R": 0, "N2": -1, "N1": -2}.get(code) if not code.isdigit() else int(code)
        if one.born and number is not None:
            fitting += (number - _number_by_birth(one.born, today)) in allowed
    return fitting / len(dated)


def _early_years(reading: Reading, others: list[Graded]) -> dict[str, str]:
    """Grades that are no numbers: Reception or nursery where the birth date says so."""
    years: dict[str, str] = {}
    unknown: list[Graded] = []
    for one in others:
        code = year_by_birth(one.born, reading.today) if one.born else ""
        if one.grade.lower() in _EARLY_GRADES and code in ("R", "N1", "N2"):
            years[one.pupil] = code
        else:
            unknown.append(one)
    if years:
        grades = ", ".join(sorted({one.grade for one in others if one.pupil in years}))
        reading.bundle.warn(
            f"{len(years)} pupils have the grade '{grades}'. By their birth dates they were taken "
            "as Reception or nursery.",
            others[0].where,
            "grades",
        )
    if unknown:
        _say_left_out(reading, unknown)
    return years


def _say_left_out(reading: Reading, graded: list[Graded]) -> None:
    grades = ", ".join(sorted({one.grade for one in graded})[:8])
    reading.bundle.warn(
        f"The grades {grades} were left out for {_pupils(len(graded))}: nothing here shows which "
        "national curriculum years they are.",
        graded[0].where,
        "grades",
        graded[0].grade,
    )


def _pupils(count: int) -> str:
    return "1 pupil" if count == 1 else f"{count} pupils"


def ask_about_ages(reading: Reading, pupils: list[PupilRow]) -> set[str]:
    """Ids of pupils whose birth date is impossible and, as somebody said, wrong."""
    odd = [(pupil, age) for pupil in pupils if (age := _odd_age(pupil, reading.today)) is not None]
    if not odd:
        return set()
    pupil, age = odd[0]
    line = pupil.person.where.line
    more = f" {len(odd) - 1} more rows are like it." if len(odd) > 1 else ""
    old = f"would be {age} years old" if age >= 0 else "is not born yet"
    answer = reading.ask(
        "birth-dates", f"Row {line}: this pupil {old}. Is the date right?{more}", ("yes", "no")
    )
    if answer != "no":
        return set()
    for pupil, age in odd:
        reading.bundle.refuse(
            f"Row {pupil.person.where.line}: this pupil would be {age} years old.",
            pupil.person.where,
            "birthDate",
            str(pupil.person.born),
        )
    return {pupil.person.source_id for pupil, _ in odd}


def _odd_age(pupil: PupilRow, today: date) -> int | None:
    """The age of a pupil under 2 or over 20, on the day they left if they have."""
    born = pupil.person.born
    if born is None:
        return None
    day = min(today, pupil.ends) if pupil.ends else today
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return None if 2 <= age <= 20 else age
