"""Printing: the letter and the records as one PDF that a screen reader can read (PDF/UA-1)."""

import json
import re
from datetime import UTC
from pathlib import Path
from typing import Any

import typst

from handrail.core import clock

HERE = Path(__file__).parent
TEMPLATE = HERE / "bundle.typ"
MOST_TRIES = 200
_CANNOT_DRAW = re.compile(r'the text `?"(.+?)"`? could not be displayed', re.DOTALL)
# Beyond these our letters have no shape; and some inside them, which typst then names.
_DRAWN = ((0x0000, 0x06FF), (0x1E00, 0x22FF))


def printed(body: dict[str, Any], template: Path = TEMPLATE) -> bytes:
    """The PDF of a composed bundle, or of another template's body.

    The same body on the same day gives the same bytes.

    What is written goes in as data, never as source. A letter that cannot be drawn is printed as
    its number, such as [U+4F60]; it stands as it is in the JSON and CSV beside it.
    """
    undrawn: set[str] = set()
    for _ in range(MOST_TRIES):
        try:
            return _compiled(_spelt(body, undrawn), template)
        except typst.TypstError as problem:
            found = _CANNOT_DRAW.search(str(problem))
            if found is None:
                raise
            if not undrawn:
                undrawn |= {
                    letter
                    for letter in json.dumps(body, ensure_ascii=False)
                    if not any(low <= ord(letter) <= high for low, high in _DRAWN)
                }
            undrawn |= set(json.loads(f'"{found[1]}"') if "\\u" in found[1] else found[1])
    raise ValueError("There are letters here that cannot be printed.")


def _compiled(body: dict[str, Any], template: Path) -> bytes:
    return typst.compile(  # type: ignore[return-value]
        str(template),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"body": json.dumps(body, ensure_ascii=False)},
        timestamp=int(clock.now().astimezone(UTC).timestamp()),
    )


def _spelt(value: Any, undrawn: set[str]) -> Any:
    """The same data with every letter that cannot be drawn written as its number."""
    if isinstance(value, str):
        if undrawn.isdisjoint(value):
            return value
        return "".join(f"[U+{ord(one):04X}]" if one in undrawn else one for one in value)
    if isinstance(value, list):
        return [_spelt(one, undrawn) for one in value]
    if isinstance(value, dict):
        return {name: _spelt(one, undrawn) for name, one in value.items()}
    return value
