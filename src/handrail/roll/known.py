"""Whom the ids of a bundle name here: ids of one file, or numbers of lists that count apart."""

from collections import defaultdict

from handrail.core.names import fold
from handrail.people.models import Identifier, Person
from handrail.roll.bundle import PersonRow, RollBundle
from handrail.roll.numbering import CONTACTS, STAFF, id_in, same_name
from handrail.roll.standing import Standing

SORTS = {
    STAFF: Identifier.Sort.STAFF,
    CONTACTS: Identifier.Sort.CONTACT,
    "": Identifier.Sort.SOURCE,
}
LISTS = {str(sort): name for name, sort in SORTS.items()}
Known = dict[str, Person]


def know(here: Standing, bundle: RollBundle) -> None:
    """Fill `here.by_source`, by which a row's id is somebody here.

    Our own lists each count for themselves; all other files give an id once. Either way those whom
    the other way of loading brought in are known by their number again, and nobody is made a
    second time. Where it could be somebody else's number too, the name must bear it out: a word of
    it, and the whole of it for a contact who turns up among staff, or the other way about.
    """
    certain, doubtful = _told_apart(here) if bundle.fmt == "csv" else _as_one(here)
    rows = [one.person for one in bundle.pupils]
    rows += [one.person for one in bundle.staff] + [one.person for one in bundle.carers]
    for row in rows:
        person = doubtful.get(row.source_id)
        if person is None:
            continue
        wholly = person.pk in here.ever_linked ^ here.ever_posted
        same = same_name(row.names, (person.given, person.family))
        if not same and (wholly or not _words(row) & _words(person)):
            del doubtful[row.source_id]
    here.by_source = doubtful | certain


def _told_apart(here: Standing) -> tuple[Known, Known]:
    """By list. What was loaded before lists counted apart is a pupil, a colleague or a contact."""
    listed: Known = {}
    certain: Known = {}
    doubtful: Known = {}
    for one in here.numbers:
        pk, key = one.person_id, one.value
        if one.sort in (SORTS[STAFF], SORTS[CONTACTS]):
            listed[id_in(LISTS[one.sort], key)] = one.person
        elif one.sort != Identifier.Sort.SOURCE:
            continue
        elif pk in here.pupils:
            certain[key] = one.person
        else:
            doubtful |= {id_in(STAFF, key): one.person, id_in(CONTACTS, key): one.person}
            if pk in here.ever_posted ^ here.ever_linked:
                certain[id_in(STAFF if pk in here.ever_posted else CONTACTS, key)] = one.person
    return certain | listed, doubtful


def _as_one(here: Standing) -> tuple[Known, Known]:
    """By id. A number of our own lists counts where one person alone bears it."""
    certain: Known = {}
    bearers: dict[str, dict[int, Person]] = defaultdict(dict)
    for one in here.numbers:
        if one.sort == Identifier.Sort.SOURCE:
            certain[one.value] = one.person
        elif one.sort in (SORTS[STAFF], SORTS[CONTACTS]):
            bearers[one.value][one.person_id] = one.person
    return certain, {key: next(iter(who.values())) for key, who in bearers.items() if len(who) == 1}


def _words(one: PersonRow | Person) -> set[str]:
    names = (one.given, one.family, one.legal_given, one.legal_family)
    return {word for name in names for word in fold(name).split()}
