"""A list of contacts: one row for each pupil and each adult, with what the law asks about them."""

from dataclasses import replace

from handrail.core.names import fold
from handrail.roll.bundle import CarerRow, LinkRow, RollBundle
from handrail.roll.numbering import CONTACTS, STAFF, id_in, number_of, same_name
from handrail.roll.reading.columns import CONTACT_COLUMNS, matched
from handrail.roll.reading.context import Reading
from handrail.roll.reading.people import NOBODY, Gathered, LeftOut, make_person, meant, refuse_row
from handrail.roll.reading.table import Row

_YES = ("y", "yes", "true", "t", "1")
_NO = ("n", "no", "false", "f", "0")
_UNKNOWN = ("", "not known", "unknown", "nk", "?", "not given")
_ORDERS = {
    "no contact": "no_contact", "nocontact": "no_contact", "no_contact": "no_contact",
    "no information": "no_information", "no_information": "no_information",
    "collect only": "collect_only", "collect_only": "collect_only",
}  # fmt: skip


def read_contacts(reading: Reading, pupils: dict[str, str]) -> None:
    """Fill the bundle's carers and links. `pupils` are source ids by every number of a pupil."""
    table = matched(
        reading,
        reading.table("contacts.csv"),
        CONTACT_COLUMNS,
        ("pupil_id", "surname|first_name"),
    )
    carers: dict[str, CarerRow] = {}
    linked: set[tuple[str, str]] = set()
    clashing: set[str] = set()
    reading.bundle.refused_ids |= {_key(row["contact_id"]) for row in table.spoilt} - {""}
    for row in table:
        try:
            link = _read_contact(reading, row, pupils, carers, clashing)
            if link and (link.pupil, link.carer) in linked:
                twice = f"{row.said}: this contact of this pupil is there twice."
                raise LeftOut(twice, "contact_id" if row["contact_id"] else "surname")
        except LeftOut as out:
            refuse_row(reading, row, out, _key(row["contact_id"]))
            continue
        if link:
            linked.add((link.pupil, link.carer))
            reading.bundle.links.append(link)
    reading.bundle.carers.extend(carers.values())
    reading.bundle.has |= {"carers", "links"}
    for link in reading.bundle.links:
        if link.carer in clashing:
            sentence = _shared(f"Row {link.where.line}", link.carer)
            reading.bundle.refuse(sentence, link.where, "contact_id", number_of(link.carer))
    reading.bundle.leave_out(clashing)


def join_two_hats(bundle: RollBundle) -> None:
    """A contact with the number and the name of a colleague is that colleague: one person."""
    staff = {one.person.source_id: one.person for one in bundle.staff}
    both: dict[str, str] = {}
    for one in bundle.carers:
        colleague = staff.get(id_in(STAFF, number_of(one.person.source_id)))
        if colleague and same_name(colleague.names, one.person.names):
            both[one.person.source_id] = colleague.source_id
    bundle.carers = [
        CarerRow(
            replace(one.person, source_id=both.get(one.person.source_id, one.person.source_id))
        )
        for one in bundle.carers
    ]
    bundle.links = [replace(one, carer=both.get(one.carer, one.carer)) for one in bundle.links]


def _key(number: str) -> str:
    return id_in(CONTACTS, number) if number else ""


def _shared(said: str, ident: str) -> str:
    return (
        f"{said}: another person in this file has the id {number_of(ident)[:60]}. Neither was "
        "imported: give each contact an id of their own, or leave the column empty."
    )


def _read_contact(
    reading: Reading,
    row: Row,
    pupils: dict[str, str],
    carers: dict[str, CarerRow],
    clashing: set[str],
) -> LinkRow | None:
    number = row["pupil_id"]
    if number in reading.bundle.refused_ids:
        return None
    pupil = pupils.get(number) or pupils.get(number.replace(" ", "").upper())
    cells = Gathered()
    if pupil is None:
        cells.add(
            f"{row.said}: the pupil of this contact is not in the pupil list."
            + meant(number, pupils),
            "pupil_id",
        )
    names = (row["first_name"], row["surname"])
    ident = _key((row["contact_id"] or f"{pupil}/{fold(' '.join(names))}")[:255])
    person = cells.of(
        lambda: make_person(
            reading, row, ident, names, title=row["title"], contact=("email", "phone", "mobile")
        ),
        NOBODY,
    )
    known = carers.get(ident, CarerRow(person))
    if person is not NOBODY and known.person.names != names:
        clashing.add(ident)
        cells.add(_shared(row.said, ident), "contact_id")
    lives_with = cells.of(lambda: read_flag(row, "lives_with"), None)
    responsible = cells.of(lambda: read_flag(row, "parental_responsibility"), None)
    priority = cells.of(lambda: _priority(row), None)
    cells.settle()
    link = LinkRow(
        pupil=pupil or "",  # there by now
        carer=ident,
        relationship=row["relationship"][:40],
        responsibility={True: "yes", False: "no", None: "not_known"}[responsible],
        priority=priority,
        lives_with=lives_with,
        restriction=_restriction(reading, row),
        where=row.where,
    )
    carers[ident] = known  # only now: nobody comes in by a row that was left out
    return link


def read_flag(row: Row, column: str) -> bool | None:
    """Yes, no, or None for not known; LeftOut where a cell says something else."""
    text = row[column].lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    if text in _UNKNOWN:
        return None
    raise LeftOut(f"{row.said}: '{text[:40]}' is neither yes nor no.", column)


def _priority(row: Row) -> int | None:
    text = row["priority"]
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= 99 and len(text) < 3):
        raise LeftOut(
            f"{row.said}: '{text[:40]}' is not a place in an order (1 to 99).", "priority"
        )
    return int(text)


def _restriction(reading: Reading, row: Row) -> str:
    """A court order that the file does not describe is taken at its strictest."""
    text = row["court_order"].lower()
    if text in _ORDERS:
        return _ORDERS[text]
    if text in _NO or text in _UNKNOWN:
        return ""
    reading.warn(
        f"{row.said}: a court order is named without saying what it forbids. It was taken as "
        "'no contact' until someone checks.",
        row,
        "court_order",
    )
    return "no_contact"
