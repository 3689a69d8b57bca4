"""Who of the cast each named rule is about, said once more and apart from the code that decides.

The record is about a pupil of 4 Willow, and happened in the room of 4 Willow.
"""

from handrail.records.kind import Kind
from handrail.records.sensitivity import Sensitivity

LEADS = {"ahmed", "price"}
READS = {
    "works_with": {"sam", "patel"},
    "involved_staff": {"lee"},  # the suite gives Jo Lee a part where the kind has one for staff
    "key_adults": {"sam"},  # of Leo
    "care_leads": {"ahmed", "price", "okafor", "grant"},
    "pastoral_leads": {"ahmed", "price", "okafor", "khan", "grant"},
    "designated_leads": LEADS,
    "heads": {"okafor"},
    "first_aid_office": {"office"},
}
ALL_STAFF = {
    "sam", "patel", "reid", "lee", "ahmed", "price", "okafor", "khan", "grant", "office", "tilly",
}  # fmt: skip
WRITES = {
    "any_staff": ALL_STAFF,
    "paid_staff": ALL_STAFF - {"tilly"},
    "planners": LEADS | {"khan", "okafor", "grant", "patel", "reid"},
    "care_planners": LEADS | {"okafor", "grant"},
    "medicine_keepers": LEADS | {"okafor", "grant", "office"},
    "reviewers": LEADS | {"khan", "okafor"},
}


def readers_of(kind: Kind, sensitivity: int, *, author: str, lee_is_in_it: bool) -> set[str]:
    """Everyone of the cast who may know of such a record."""
    restricted = sensitivity >= Sensitivity.RESTRICTED
    rules = kind.restricted_readers if restricted else kind.readers
    who = {author}.union(*(READS[rule] for rule in rules))
    return who if lee_is_in_it else who - {"lee"}


def author_of(kind: Kind) -> str:
    """Who writes it in the suite: Sam where an assistant may, else Mr Khan, else the head."""
    return next(name for name in ("sam", "khan", "okafor") if name in writers_of(kind))


def writers_of(kind: Kind) -> set[str]:
    """Who writes it about that pupil. A plan that takes the place of the last one is not written by
    a teacher of another class, who may not see that one."""
    others = {"reid"} if kind.goes_on and "planners" in kind.writers else set()
    return set[str]().union(*(WRITES[rule] for rule in kind.writers)) - others
