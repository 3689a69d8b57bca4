"""The table of docs/fields-of-a-hold.md, made from the kind; `script/field-table` writes it."""

from collections.abc import Iterator

from handrail.kinds.hold.field_lists import SOURCES
from handrail.kinds.hold.looking import LOOKS, PLANS
from handrail.records.kind import Kind, kind_named
from handrail.records.models import Record

FOUND = {
    "sen": "SEND code", "need": "Primary need", "ethnicity": "Ethnicity", "sex": "Sex",
    "year": "Year group", "age": "Age", "post": "Post",
    "care": "Care and social worker", "certificate": "Holding certificate",
    "medical": "Medical", "medicines": "Medicines held",
    "length": "How long", "unseen": LOOKS, **dict(PLANS),
}  # fmt: skip
SPINE = {
    "happened_at": "when it happened", "captured_at": "when it was written",
    "filed_at": "when it was filed", "words": "the words",
    "place": "the place", "author": "who wrote it", "author_post": "their post",
    "school": "the school",
}  # fmt: skip
HEAD = """# What a record of a hold keeps

Written by `script/field-table` from the kind itself; a test holds the two together. On one side
what law, statutory guidance and real forms ask for, in our own words; on the other where the kind
keeps it, in the words of the page and `by its name` in the program. What is kept "as it stood" is
frozen when the record is written, never looked up again.
"""


class NotKept(LookupError):
    """A place in the lists that the kind does not have."""


def as_markdown() -> str:
    """The whole page. Raises NotKept for a place that is not there."""
    return "\n".join([HEAD, *_tables()])


def _tables() -> Iterator[str]:
    kind = kind_named("hold")
    for source, fields in SOURCES:
        yield f"## {source}\n"
        yield "| asked for | by | kept in |\n|---|---|---|"
        for field in fields:
            places = "; ".join(f"{said(kind, place)} `{named(place)}`" for place in field.kept)
            yield f"| {field.what} | {field.level} | {places} |"
        yield ""


def named(place: str) -> str:
    """The name that it has in the program: "injuries.treated_by"."""
    return place.partition(":")[2]


def said(kind: Kind, place: str) -> str:
    """A place in words, from the declaration. Raises NotKept."""
    sort, _, name = place.partition(":")
    if (how := SAID.get(sort)) is None or not (words := how(kind, name)):
        raise NotKept(place)
    return words


def _spine(kind: Kind, name: str) -> str:
    return SPINE[name] if name in SPINE and Record._meta.get_field(name) else ""


def _column(kind: Kind, name: str) -> str:
    known = name in {field.name for field in kind.detail._meta.get_fields()}
    return f"“{kind.question(name)}”" if known else ""


def _list(kind: Kind, name: str) -> str:
    words = kind.word_list(name)
    return f"chips “{words.question}”" if words else ""


def _rows(kind: Kind, name: str) -> str:
    slug, _, column = name.partition(".")
    rows = kind.rows_named(slug)
    if rows is None or column not in rows.form.base_fields:
        return ""
    asked = rows.form.base_fields[column].label or column.replace("_", " ")
    return f"“{rows.label}”: {str(asked).lower()}"


def _role(kind: Kind, name: str) -> str:
    role = kind.role(name)
    return f"people: {role.label.lower()}" if role else ""


def _duty(kind: Kind, name: str) -> str:
    duty = kind.duty(name)
    return f"clock: {duty.promise.removeprefix('start the clock: ')}" if duty else ""


def _ground(kind: Kind, name: str) -> str:
    grounds = (ground for duty in kind.duties for ground in duty.grounds)
    found = next((ground for ground in grounds if ground.slug == name), None)
    return f"decided: {found.label.lower()}; who and why" if found else ""


def _kind(kind: Kind, name: str) -> str:
    slug, _, column = name.partition(".")
    other = kind_named(slug)
    words = _column(other, column) or _list(other, column)
    return f"{other.said}: {words}" if words else ""


def _finding(kind: Kind, name: str) -> str:
    return f"as it stood: {FOUND[name]}" if name in FOUND else ""


def _register(kind: Kind, name: str) -> str:
    return f"number in the {kind.register.title.lower()}" if kind.register else ""


SAID = {
    "spine": _spine, "column": _column, "list": _list, "rows": _rows, "role": _role,
    "duty": _duty, "ground": _ground, "kind": _kind, "finding": _finding, "register": _register,
}  # fmt: skip
