"""Reads a Common Transfer File: who a pupil is, for one who moves between schools.

Element names are those seen in files of 2017 to 2025; no schema was at hand. A transfer file tells
who, never what happened, and it is never a whole list: nobody is ended by one.
"""

from lxml import etree

from handrail.core.names import clean, fold, looks_broken
from handrail.roll.bundle import CarerRow, LinkRow, PupilRow, SchoolRow, Where
from handrail.roll.faults import RollRefused
from handrail.roll.reading.context import Reading
from handrail.roll.reading.decoding import broken_letters
from handrail.roll.reading.finishing import NO_PUPILS
from handrail.roll.reading.ours_contacts import read_flag
from handrail.roll.reading.package import CANNOT_OPEN, TOO_LARGE
from handrail.roll.reading.people import (
    NOBODY,
    Gathered,
    LeftOut,
    make_person,
    read_date,
    read_sex,
    read_upn,
    refuse_row,
)
from handrail.roll.reading.sen import read_sen
from handrail.roll.reading.table import Row, key_of
from handrail.roll.reading.years import bad_year, year_code

MAX_PUPILS = 3_000
INSTRUCTIONS = (
    "This file contains instructions that a transfer file must not have. It was not opened."
)
_INCLUDE = "{http://www.w3.org/2001/XInclude}"
_RELATIONSHIPS = {
    "PAM": "Mother", "PAF": "Father", "STP": "Step parent", "STM": "Step mother",
    "STF": "Step father", "FOM": "Foster mother", "FOF": "Foster father", "CAR": "Carer",
    "FAM": "Family member", "REL": "Relative", "CHM": "Childminder", "SWR": "Social worker",
    "DOC": "Doctor", "HTC": "Head teacher", "TCH": "Teacher", "RLG": "Religious contact",
    "OTH": "Other contact",
}  # fmt: skip
_PUPIL = {
    "upn": "UPN",
    "surname": "Surname",
    "forename": "Forename",
    "birth_date": "DOB",
    "former_upn": "BasicDetails/FormerUPN",
    "known_surname": "BasicDetails/PreferredSurname",
    "known_forename": "BasicDetails/PreferredForename",
    "year": "BasicDetails/NCyearActual",
    "email": "Email",
}
_CONTACT = {
    "order": "Order",
    "title": "Title",
    "surname": "Surname",
    "forename": "Forename",
    "relationship": "Relationship",
    "responsibility": "Responsibility",
    "email": "Email",
    "phone": "Phones/Phone/PhoneNo",
}
_PASSED_BY = ("FSMhistory", "Attendance", "StageAssessments", "NAWdetails", "SchoolHistory")


def read_ctf(reading: Reading) -> None:
    """Fill the bundle from the one XML file of a package."""
    files = [key for key in reading.package.files if key.endswith(".xml")]
    if not files:
        raise RollRefused(
            "A transfer file (CTF) is an XML file, and there is none here. Nothing was changed. "
            "Choose the sort of files that they are."
        )
    if len(files) > 1:
        raise RollRefused(
            "Several transfer files are here. Nothing was changed. Load one at a time."
        )
    file = reading.package.names[files[0]]
    root = _parse(reading.package.files[files[0]], file)
    reading.bundle.whole = False
    reading.bundle.school = _receiver(root, file)
    reading.bundle.made_at = _text(root, "Header/DateTime")[:40]
    pupils = root.findall("CTFpupilData/Pupil")
    if len(pupils) > MAX_PUPILS:
        raise RollRefused(TOO_LARGE, file=file)
    if not pupils:
        raise RollRefused(NO_PUPILS, file=file)
    for element in pupils:
        row = _pupil_row(element, file)
        try:
            pupil = _pupil(reading, row, element)
        except LeftOut as out:
            refuse_row(reading, row, out, row["upn"])
            continue
        reading.bundle.pupils.append(pupil)
        for contact in element.findall("Contacts/Contact"):
            _take_contact(reading, contact, pupil.person.source_id, file)
    reading.bundle.has = {"pupils", "carers", "links"}
    passed = [name for name in _PASSED_BY if root.find(f".//{name}") is not None]
    if passed:
        reading.warn_file(file, f"Not needed here and not read: {', '.join(passed)}.")


def _parse(data: bytes, file: str) -> etree._Element:
    """The tree, without ever fetching, expanding or including anything."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as trouble:
        sentence = INSTRUCTIONS if b"<!DOCTYPE" in data or b"<!ENTITY" in data else CANNOT_OPEN
        raise RollRefused(sentence, file=file) from trouble
    document = root.getroottree()
    outside = document.docinfo.doctype or document.docinfo.internalDTD is not None
    steered = any(
        isinstance(node, etree._ProcessingInstruction)
        for node in (*root.iter(), *root.itersiblings(preceding=True), *root.itersiblings())
    )
    included = any(str(node.tag).startswith(_INCLUDE) for node in root.iter())
    if outside or steered or included:
        raise RollRefused(INSTRUCTIONS, file=file)
    if root.tag != "CTfile":
        raise RollRefused(CANNOT_OPEN, file=file)
    return root


def _text(element: etree._Element, path: str) -> str:
    text = clean(element.findtext(path) or "")
    if looks_broken(text):
        raise RollRefused(broken_letters(text[:40]), line=element.sourceline or 0)
    return text


def _receiver(root: etree._Element, file: str) -> SchoolRow:
    """The school that the file was sent to, as its authority's and its own number."""
    lea, estab = _text(root, "Header/DestSchool/LEA"), _text(root, "Header/DestSchool/Estab")
    if not (lea.isdigit() and estab.isdigit() and len(lea) == 3 and len(estab) == 4):
        raise RollRefused("This transfer file does not say which school it is for.", file=file)
    return SchoolRow("", f"{lea} {estab}", laestab=lea + estab, where=Where(file, 1))


def _row(element: etree._Element, paths: dict[str, str], file: str) -> Row:
    cells = {key_of(ours): _text(element, path)[:5_000] for ours, path in paths.items()}
    labels = {key_of(ours): path.rsplit("/", 1)[-1] for ours, path in paths.items()}
    return Row(Where(file, element.sourceline or 0), cells, labels)


def _pupil_row(element: etree._Element, file: str) -> Row:
    """Sex was headed Gender until about 2021; the SEN provision is the newest of its history."""
    row = _row(element, _PUPIL, file)
    history = sorted(
        (_text(one, "StartDate"), _text(one, "SENprovision"))
        for one in element.findall("SENhistory/SEN")
    )
    extra = {
        "sex": _text(element, "Sex") or _text(element, "Gender"),
        key_of("sen_provision"): history[-1][1] if history else "",
    }
    return Row(row.where, {**row.cells, **extra}, row.labels)


def _pupil(reading: Reading, row: Row, element: etree._Element) -> PupilRow:
    cells = Gathered()
    upn = cells.of(lambda: read_upn(row, row["upn"], "upn"), None)
    if not row["upn"]:
        cells.add(f"{row.said}: this pupil has no UPN. Add them by hand.", "upn")
    if upn:
        reading.saw_upn(upn.value, upn.value, row, f"{row['forename']} {row['surname']}")
    former = cells.of(lambda: read_upn(row, row["former_upn"], "former_upn"), None)
    year = year_code(row["year"])
    if row["year"] and not year:
        cells.add(bad_year(row, "year"), "year")
    born = cells.of(lambda: read_date(reading, row, "birth_date"), None)
    legal = (row["forename"], row["surname"])
    person = cells.of(
        lambda: make_person(
            reading,
            row,
            upn.value if upn else "",
            (row["known_forename"] or legal[0], row["known_surname"] or legal[1]),
            legal,
            born=born,
            sex=read_sex(reading, row, "sex"),
            contact=("email", "", ""),
        ),
        NOBODY,
    )
    provision, history = cells.of(lambda: read_sen(reading, row), ("", ""))
    cells.settle()
    needs = [_text(one, "SENtype") for one in element.findall("SENhistory/SENneeds/SENneed")]
    return PupilRow(
        person=person,
        upn=person.source_id,
        upn_is_temporary=bool(upn and upn.temporary),
        former_upn=former.value if former else "",
        year=year,
        needs=" · ".join(part for part in (*needs, history) if part)[:200],
        sen_provision=provision,
    )


def _take_contact(reading: Reading, element: etree._Element, pupil: str, file: str) -> None:
    row = _row(element, _CONTACT, file)
    names = (row["forename"], row["surname"])
    ident = f"{pupil}/{fold(' '.join(names))}"[:255]
    bundle = reading.bundle
    if any(one.pupil == pupil and one.carer == ident for one in bundle.links):
        return
    cells = Gathered()
    responsible = cells.of(lambda: read_flag(row, "responsibility"), None)
    person = cells.of(
        lambda: make_person(
            reading, row, ident, names, title=row["title"], contact=("email", "phone", "")
        ),
        NOBODY,
    )
    try:
        cells.settle()
    except LeftOut as out:
        refuse_row(reading, row, out)
        return
    bundle.carers.append(CarerRow(person))
    order = row["order"]
    bundle.links.append(
        LinkRow(
            pupil=pupil,
            carer=ident,
            relationship=_RELATIONSHIPS.get(row["relationship"].upper(), row["relationship"])[:40],
            responsibility={True: "yes", False: "no", None: "not_known"}[responsible],
            priority=int(order) if order.isascii() and order.isdigit() and len(order) < 3 else None,
            where=row.where,
        )
    )
