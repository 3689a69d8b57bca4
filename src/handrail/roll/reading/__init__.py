"""Reading: from the files of other systems to a bundle, without a look at the database."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from handrail.roll.bundle import RollBundle
from handrail.roll.faults import RollRefused
from handrail.roll.reading.context import Reading
from handrail.roll.reading.ctf import read_ctf
from handrail.roll.reading.finishing import finish
from handrail.roll.reading.oneroster import read_oneroster
from handrail.roll.reading.ours import read_ours
from handrail.roll.reading.package import open_package
from handrail.roll.reading.recognising import refuse_another_sort
from handrail.roll.reading.sds import read_sds

_READERS: dict[str, Callable[[Reading], None]] = {
    "oneroster": read_oneroster,
    "sds": read_sds,
    "csv": read_ours,
    "ctf": read_ctf,
}


def read_roll(
    path: Path,
    fmt: str,
    *,
    school_name: str | None,
    strict: bool,
    answers: Mapping[str, str],
    mapping: Mapping[str, str],
    today: date,
    at: str = "",
    taken: Mapping[str, str] | None = None,
) -> RollBundle:
    """Read a folder, zip or file of a format into a bundle.

    `fmt` is "oneroster", "sds", "csv" or "ctf". `answers` are {question slug: answer}; `mapping` is
    {our column: their heading}; `at` is the school where whoever imports is signed in; `taken` is
    {id of an organisation: the school whose list it was taken as before}. Raises RollRefused where
    the file as a whole cannot be taken; rows left out, warnings and open questions are in the
    bundle. The reader never asks anybody.
    """
    if fmt not in _READERS:
        raise RollRefused(f"'{fmt[:40]}' is not a format that Handrail reads.")
    package = open_package(path)
    refuse_another_sort(package, fmt, mapping)
    bundle = RollBundle(fmt, fingerprint=package.fingerprint, made_at=package.made_at)
    reading = Reading(
        bundle, package, strict, answers, mapping, today, school_name, dict(taken or {}), at
    )
    _READERS[fmt](reading)
    finish(reading)
    return bundle
