"""Numbers of our own lists: each list counts for itself, so a pupil 1 and a contact 1 are two."""

from handrail.core.names import fold

STAFF, CONTACTS = "staff", "contacts"
_APART = "\x1f"  # never in a cell: whatever is read has lost its control characters


def id_in(numbered: str, number: str) -> str:
    """The source id of number in the list of staff or of contacts. Pupils' numbers stand bare."""
    return f"{numbered}{_APART}{number}"


def number_of(source_id: str) -> str:
    """The number as it stands in its file."""
    return source_id.rpartition(_APART)[2]


def list_of(source_id: str) -> str:
    """ "staff" or "contacts"; "" for pupils, and for every file in which ids are one row."""
    return source_id.rpartition(_APART)[0]


def same_name(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two (given, family) are one name, but for accents and capitals."""
    return fold(" ".join(one)) == fold(" ".join(other))
