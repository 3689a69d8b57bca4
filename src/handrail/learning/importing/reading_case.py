"""Reads objectives from a CASE document (1EdTech Competencies and Academic Standards, 1.0 and 1.1).

A package is `{"CFDocument": {...}, "CFItems": [...], "CFAssociations": [...]}`. An item's words are
its `fullStatement`; `isChildOf` makes it a step of another; what `precedes` it is what it needs.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from handrail.core.names import clean
from handrail.learning.importing.rows import RawFramework, RawObjective

NOT_CASE = "This is not a CASE package: it needs a CFDocument and CFItems."


def read_case(path: Path) -> RawFramework:
    """The items of a package in the order of their sequence; line is the place in the list."""
    read = RawFramework(path.name, clean(path.stem)[:120])
    try:
        package = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as trouble:
        read.amiss(f"This is not JSON ({trouble}).", getattr(trouble, "lineno", 0))
        return read
    if not isinstance(package, dict) or not isinstance(package.get("CFItems"), list):
        read.amiss(NOT_CASE)
        return read
    document = package.get("CFDocument")
    if not isinstance(document, dict):
        read.amiss(NOT_CASE, column="CFDocument")
        return read
    read.name = clean(_text(document.get("title")))[:120] or read.name
    publisher = _text(document.get("creator")) or _text(document.get("publisher"))
    read.source = clean(f"{publisher} {_text(document.get('officialSourceURL'))}")[:300]
    parents, needs, order = _links(package.get("CFAssociations"), read)
    subject = ", ".join(_texts(document.get("subject")))
    rows = [
        _row(number, item, subject, parents, needs, read)
        for number, item in enumerate(package["CFItems"], start=1)
    ]
    found = [row for row in rows if row]
    read.rows = sorted(found, key=lambda row: (order.get(row.code, row.line), row.line))
    _drop_the_document(read, _text(document.get("identifier")))
    return read


def _links(
    found: Any, read: RawFramework
) -> tuple[dict[str, str], dict[str, list[str]], dict[str, int]]:
    """By item: the one it is a child of, those that come before it, and its place among others."""
    parents: dict[str, str] = {}
    needs: dict[str, list[str]] = {}
    order: dict[str, int] = {}
    for number, link in enumerate(found if isinstance(found, list) else [], start=1):
        if not isinstance(link, dict):
            read.amiss("An association is not an object.", number, "CFAssociations")
            continue
        here, there = _node(link.get("originNodeURI")), _node(link.get("destinationNodeURI"))
        if link.get("associationType") == "isChildOf":
            parents.setdefault(here, there)
            if isinstance(link.get("sequenceNumber"), int):
                order[here] = link["sequenceNumber"]
        elif link.get("associationType") == "precedes":
            needs.setdefault(there, []).append(here)
    return parents, needs, order


def _node(node: Any) -> str:
    """The identifier of an item that an association points to; older files give it alone."""
    return _text(node.get("identifier")) if isinstance(node, dict) else _text(node)


def _row(
    number: int, item: Any, subject: str, parents: dict[str, str], needs: dict[str, list[str]],
    read: RawFramework,
) -> RawObjective | None:  # fmt: skip
    if not isinstance(item, dict):
        read.amiss("An item is not an object.", number, "CFItems", str(item))
        return None
    identifier = _text(item.get("identifier"))
    levels = _texts(item.get("educationLevel"))
    known = parents.get(identifier, "")
    return RawObjective(
        number, identifier, clean(_text(item.get("fullStatement"))),
        ", ".join(_texts(item.get("subject"))) or subject, "",
        ", ".join(str(int(one)) if one.isdigit() else one for one in levels),
        clean(_text(item.get("CFItemType")))[:200], known, tuple(needs.get(identifier, ())),
    )  # fmt: skip


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _drop_the_document(read: RawFramework, identifier: str) -> None:
    """The top items are children of the document itself, which is no item."""
    read.rows = [replace(row, parent="") if row.parent == identifier else row for row in read.rows]
