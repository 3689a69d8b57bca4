"""Which sort of files these look like, by their names and headings, whatever they are sent as."""

from collections.abc import Mapping

from handrail.roll.faults import RollRefused
from handrail.roll.reading.package import Package
from handrail.roll.reading.table import headings_in, key_of

SORTS = {
    "oneroster": "OneRoster",
    "csv": "CSV files (our own lists)",
    "sds": "Microsoft School Data Sync",
    "ctf": "a transfer file (CTF)",
}
_OURS = ("pupils.csv", "contacts.csv", "staff.csv", "groups.csv")
_ROSTER = ("users.csv", "orgs.csv", "classes.csv", "enrollments.csv", "academicsessions.csv")
_ENGLISH_SDS = ("student.csv", "school.csv", "section.csv", "studentenrollment.csv", "teacher.csv")
_LATER_SDS = ("relationships.csv", "userflags.csv")
_LATER_SDS_ROLES = {"rolestartdate", "roleenddate", "isprimary", "sessionsourcedid"}


def refuse_another_sort(package: Package, fmt: str, mapping: Mapping[str, str]) -> None:
    """RollRefused where files are plainly of another sort, with the sort to choose instead.

    A list whose columns somebody matched by hand is taken at their word.
    """
    if fmt == "csv" and mapping:
        return
    looks, sign = looks_like(package)
    if not looks or looks == fmt:
        return
    raise RollRefused(
        f"This looks like {SORTS[looks]}, not like {SORTS[fmt]}: {sign}. Nothing was changed. "
        f"Choose {SORTS[looks]} instead, or type: handrail import {looks}.",
        instead=looks,
    )


def looks_like(package: Package) -> tuple[str, str]:
    """("oneroster", "csv", "sds" or "ctf", the sign it is known by); two "" where none is plain."""
    files = package.files
    for key, data in files.items():
        if key.endswith(".xml") and b"CTfile" in data[:4000].replace(b"\0", b""):
            return "ctf", f"{package.names[key]} is one"
    if "manifest.csv" in files:
        return "oneroster", f"{package.names['manifest.csv']} is there"
    if "pupils.csv" in files:
        return "csv", f"{package.names['pupils.csv']} is there"
    english = [package.names[key] for key in _ENGLISH_SDS if key in files]
    if "student.csv" in files and len(english) > 1:
        return "sds", f"{' and '.join(english[:2])} are there"
    if "users.csv" in files and (sign := _of_later_sds(package)):
        return "sds", sign
    roster = [package.names[key] for key in _ROSTER if key in files]
    if "users.csv" in files and len(roster) > 1:
        return "oneroster", f"{' and '.join(roster[:2])} are there"
    return _by_headings(package) if len(files) == 1 else ("", "")


def _of_later_sds(package: Package) -> str:
    """What only the files of School Data Sync 2.1 have; OneRoster's differ in little."""
    name = next((package.names[key] for key in _LATER_SDS if key in package.files), "")
    if name:
        return f"{name} is there"
    own = [one for one in _headings(package, "roles.csv") if key_of(one) in _LATER_SDS_ROLES]
    return f"roles.csv has a column '{own[0]}'" if own else ""


def _by_headings(package: Package) -> tuple[str, str]:
    """One file of any name: by what its columns are called."""
    (key,) = package.files
    heads = {key_of(one): one for one in _headings(package, key)}
    name = package.names[key]
    if {"sourcedid", "givenname"} <= set(heads):
        return "oneroster", f"{name} has a column '{heads['sourcedid']}'"
    for sign in ("schooldfenumber", "schoolsisid"):
        if sign in heads:
            return "sds", f"{name} has a column '{heads[sign]}'"
    named = {"surname", "lastname", "familyname", "legalsurname"} & set(heads)
    numbered = {"upn", "pupilid", "admissionnumber", "admissionno", "adno"} & set(heads)
    if named and numbered:
        return "csv", f"{name} has a column '{heads[next(iter(sorted(numbered)))]}'"
    return "", ""


def _headings(package: Package, key: str) -> list[str]:
    """A file's headings; none where there is no such file, or it cannot be read."""
    if key not in package.files:
        return []
    try:
        return headings_in(package.names[key], package.files[key])
    except RollRefused:
        return []
