"""The doctor: what is wrong with an installation, and how to mend it."""

from collections.abc import Callable, Iterator

from handrail.keeping import looks_data, looks_kept, looks_machine, looks_school, outgoing
from handrail.keeping.finding import Finding

Look = Callable[[], Iterator[Finding]]

BEFORE_THE_DATABASE: tuple[Look, ...] = (
    looks_machine.secrets, looks_machine.home, looks_machine.disk, looks_machine.log_of_sqlite,
    looks_machine.python, looks_machine.https, looks_machine.static_files, looks_machine.mail,
)  # fmt: skip
AFTER: tuple[Look, ...] = (
    looks_machine.made_up, looks_data.checks, looks_data.integrity, looks_data.server,
    looks_data.clock_skew, looks_data.details, looks_data.attachments, looks_school.people,
    looks_school.ladders, looks_school.calendar, looks_school.meant_for_leads, looks_kept.rounds,
    looks_kept.servers, looks_kept.chain, looks_kept.backups, looks_kept.keys, outgoing.outgoing,
)  # fmt: skip


LONG = (
    looks_data.integrity, looks_data.details, looks_data.attachments, looks_school.meant_for_leads,
)  # fmt: skip


def examine(*, quick: bool = False) -> list[Finding]:
    """Everything that is wrong, the gravest first; `quick` leaves out what reads everything."""
    found = [finding for look in BEFORE_THE_DATABASE for finding in look()]
    for look in (looks_data.database, *AFTER):
        if quick and look in LONG:
            continue
        fresh = list(look())
        found += fresh
        if look in (looks_data.database, looks_data.integrity) and any(one.grave for one in fresh):
            break  # the rest asks the database
    return sorted(found, key=lambda finding: not finding.grave)


__all__ = ["Finding", "examine"]
