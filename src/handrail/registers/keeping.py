"""Who keeps a register: only who may read whatever can stand in it sees its numbers.

Numbers have no gap, so a list with a number left out would say that something restricted is there.
Whoever may not read everything has the same list by date, and no numbers.
"""

from handrail.people.models import Enrolment
from handrail.records.kind import Kind, all_kinds
from handrail.records.reader import Reader
from handrail.records.reading import posts_that_read
from handrail.records.sensitivity import Sensitivity


def numbered_kinds() -> list[Kind]:
    """Every kind that has a register, in the order of the settings."""
    return [kind for kind in all_kinds() if kind.register]


def numbered_kind(slug: str) -> Kind | None:
    return next((kind for kind in numbered_kinds() if kind.slug == slug), None)


def sees_list(reader: Reader, school_id: int, kind: Kind) -> bool:
    """Whether a post opens every record of the kind that is not restricted."""
    return reader.holds(school_id, *posts_that_read(kind, kind.sensitivity))


def keeps_register(reader: Reader, school_id: int, kind: Kind) -> bool:
    """Whether a reader may read whatever can ever stand in the register, so numbers tell nothing.

    Not somebody with a child of their own at the school: what is about that child they do not read,
    and whether there is any such thing must not hang on what they see here.
    """
    ordinary = posts_that_read(kind, kind.sensitivity)
    restricted = posts_that_read(kind, Sensitivity.RESTRICTED)
    if not reader.holds(school_id, *(ordinary & restricted)):
        return False
    own = reader.own_child_ids
    return not own or not Enrolment.objects.filter(school=school_id, pupil__in=own).exists()
