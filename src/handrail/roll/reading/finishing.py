"""What can only be seen of a whole bundle: shared numbers, two hats, lost references, silence."""

import re
from collections import defaultdict
from dataclasses import fields, replace

from handrail.roll.bundle import PersonRow, PupilRow, RollBundle
from handrail.roll.faults import Fault, RollRefused, Weight
from handrail.roll.numbering import number_of, same_name
from handrail.roll.reading.context import Reading
from handrail.roll.reading.years import ask_about_ages

NO_PUPILS = "There are no pupils in this file. Nothing was changed."
_SAID_IN_FULL = 10
_VARYING = re.compile(r"\d+|'[^']*'")
_NOT_FIELDS = {"source_id", "where", "person", "starts", "ends", "upn_is_temporary"}


def finish(reading: Reading) -> None:
    """Check the bundle as a whole and say what it does not hold."""
    bundle = reading.bundle
    _refuse_two_hats(bundle)
    _refuse_shared_upns(reading)
    bundle.leave_out(ask_about_ages(reading, bundle.pupils))
    _check_any_pupils(reading)
    _name_classes_by_year(bundle)
    _say_responsibility(bundle)
    _say_passwords(reading)
    _say_ignored(reading)
    bundle.blank_columns = _blank_columns(bundle)
    bundle.faults = _shortened(bundle.faults)


def _refuse_two_hats(bundle: RollBundle) -> None:
    """Somebody who is staff in one file and a pupil in another is left out of both, and named."""
    pupils = {one.person.source_id: one.person for one in bundle.pupils}
    both: set[str] = set()
    for member in bundle.staff:
        one = member.person
        number = number_of(one.source_id)
        pupil = pupils.get(number)
        if pupil is None or (number != one.source_id and not same_name(pupil.names, one.names)):
            continue  # our own lists count each for itself: only the name too makes them one
        both |= {pupil.source_id, one.source_id}
        for row in (pupil, one):
            reason = "this person is a teacher in one file and a pupil in another."
            bundle.refuse(f"Row {row.where.line}: {reason}", row.where, "id", number)
    bundle.leave_out(both)


def _refuse_shared_upns(reading: Reading) -> None:
    """Every row of a shared UPN is refused, also where one was left out for another reason."""
    wrong: set[str] = set()
    for upn, sharing in reading.upns.items():
        if len(sharing) < 2:
            continue
        reading.bundle.refused_upns.add(upn)
        if {one.source_id for one in sharing} <= reading.bundle.refused_ids:
            continue  # each was named with its own reason
        lines = [str(one.where.line) for one in sharing]
        but = " but different names" if len({one.name for one in sharing}) > 1 else ""
        none = "Neither was" if len(sharing) == 2 else "None was"
        listed = f"{', '.join(lines[:-1])} and {lines[-1]}"
        for one in sharing:
            sentence = f"Rows {listed} have the same UPN{but}. {none} imported."
            reading.bundle.refuse(sentence, one.where, "upn", upn)
            wrong.add(one.source_id)
    reading.bundle.leave_out(wrong)


def _check_any_pupils(reading: Reading) -> None:
    bundle = reading.bundle
    spoilt = any(fault.weight is Weight.ROW for fault in bundle.faults)  # those say why
    if bundle.whole and not bundle.pupils and not bundle.refused_ids and not spoilt:
        raise RollRefused(NO_PUPILS)


def _name_classes_by_year(bundle: RollBundle) -> None:
    """A class whose pupils are all of one year is of that year."""
    years = {one.person.source_id: one.year for one in bundle.pupils}
    found: dict[str, set[str]] = defaultdict(set)
    for member in bundle.members:
        if member.role == "pupil":
            found[member.group].add(years.get(member.person, ""))
    bundle.groups = [
        replace(group, year=next(iter(found[group.source_id])))
        if group.sort == "class" and not group.year and len(found[group.source_id]) == 1
        else group
        for group in bundle.groups
    ]


def _say_responsibility(bundle: RollBundle) -> None:
    unknown = [link for link in bundle.links if link.responsibility == "not_known"]
    if unknown:
        many = len(unknown)
        who = "1 contact. It is" if many == 1 else f"{many} contacts. They are"
        bundle.warn(
            f"Parental responsibility is not in this file for {who} marked 'not known' until "
            "someone checks.",
            unknown[0].where,
        )


def _say_passwords(reading: Reading) -> None:
    if reading.passwords:
        many = reading.passwords
        held = "1 password. It was" if many == 1 else f"{many} passwords. They were"
        reading.bundle.warn(
            f"This file held {held} not saved. Please delete the file and stop exporting that "
            "column."
        )


def _say_ignored(reading: Reading) -> None:
    if reading.package.ignored:
        names = ", ".join(reading.package.ignored[:10])
        reading.bundle.warn(f"These are not lists and were not read: {names}.")


def _shortened(faults: list[Fault]) -> list[Fault]:
    """The same warning on every row is said for the first few rows, then counted."""
    alike: dict[tuple[str, str, str], list[Fault]] = defaultdict(list)
    kept: list[Fault] = []
    for fault in faults:
        key = (fault.file, fault.column, _VARYING.sub("", fault.reason))
        alike[key].append(fault)
        if fault.weight is not Weight.WARN or len(alike[key]) <= _SAID_IN_FULL:
            kept.append(fault)
    for (file, column, _), same in alike.items():
        rest = len(same) - _SAID_IN_FULL
        if rest > 0 and same[0].weight is Weight.WARN:
            more = f"{rest} more {'row is' if rest == 1 else 'rows are'} like row {same[0].line}."
            kept.append(Fault(more, Weight.WARN, file, same[0].line, column))
    return kept


def _blank_columns(bundle: RollBundle) -> set[str]:
    """Fields that nobody in the files has anything in."""
    people = [one.person for one in bundle.pupils]
    people += [one.person for one in bundle.staff]
    people += [one.person for one in bundle.carers]
    blank = {
        one.name
        for one in fields(PersonRow)
        if not any(getattr(person, one.name) for person in people)
    }
    blank |= {
        one.name
        for one in fields(PupilRow)
        if not any(getattr(pupil, one.name) for pupil in bundle.pupils)
    }
    return blank - _NOT_FIELDS
