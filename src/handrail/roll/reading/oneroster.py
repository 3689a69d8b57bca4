"""Reads OneRoster 1.1 and 1.2 CSV: the order in which the files are gone through."""

from collections.abc import Mapping

from handrail.roll.faults import RollRefused
from handrail.roll.reading.context import Reading
from handrail.roll.reading.manifest import NAME, Manifest, read_manifest
from handrail.roll.reading.oneroster_lists import read_links, read_members
from handrail.roll.reading.oneroster_people import read_people
from handrail.roll.reading.oneroster_places import (
    note_org_parents,
    read_groups,
    read_school,
    read_terms,
)
from handrail.roll.reading.oneroster_rows import Roster


def read_oneroster(reading: Reading) -> None:
    """Fill the bundle from a OneRoster package."""
    if not (reading.has_file(NAME) or reading.has_file("users.csv")):
        raise RollRefused(
            "These are not the files of OneRoster: neither manifest.csv nor users.csv is there. "
            "Nothing was changed. Choose the sort of files that they are."
        )
    read_roster(reading, read_manifest(reading))


def read_roster(
    reading: Reading,
    manifest: Manifest,
    relationships: Mapping[tuple[str, str], str] | None = None,
) -> None:
    """Fill the bundle from files shaped like OneRoster's, in whatever way they came.

    `relationships` says, by (pupil, carer), what a carer is to a pupil where a file tells that.
    """
    reading.bundle.whole = manifest.whole
    roster = Roster(reading, manifest, relationships=dict(relationships or {}))
    read_school(roster)
    note_org_parents(roster)
    read_terms(roster)
    read_groups(roster)
    read_people(roster)
    read_members(roster)
    read_links(roster)
    others = len(roster.elsewhere) + len(roster.groups_elsewhere)
    if others:
        reading.bundle.warn(
            f"{others} people and classes of other schools in these files were left out."
        )
