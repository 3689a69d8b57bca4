"""The look that a machine can judge: contrast, both darks alike, colours and icons that exist."""

import re
from pathlib import Path

import pytest

from handrail.records.kind import all_kinds
from handrail.ui.examples import KINDS, examples
from handrail.ui.gallery import declared

SOURCE = Path(__file__).resolve().parents[2] / "src" / "handrail"
STATIC = SOURCE / "ui" / "static" / "ui"
CSS = (STATIC / "handrail.css").read_text(encoding="utf-8")
COMPONENTS = sorted(path.stem for path in (SOURCE / "ui/templates/ui/components").glob("*.html"))
LIGHT = ":root {"
DARK_OF_THE_DEVICE = ':root:not([data-theme="light"]) {'
DARK_BY_CHOICE = ':root[data-theme="dark"] {'

GROUNDS = ("paper", "card", "sunk")
COLOURS = (
    "recognition", "behaviour", "first-aid", "contact", "note", "concern", "restrictive",
    "learning", "session", "care", "cover",
)  # fmt: skip
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "link", "brand") for ground in GROUNDS),
    *((ink, ground) for ink in ("ok", "due", "late") for ground in ("paper", "card")),
    *(("on-kind", colour) for colour in COLOURS),
    ("ink", "wash"), ("brand", "wash"), ("late", "warn-wash"), ("on-brand", "brand"),
    ("on-kind", "late"), ("on-kind", "brand"), ("on-rail", "rail"),
]  # fmt: skip
SHAPES = [
    *(("edge", ground) for ground in GROUNDS),
    *((colour, "card") for colour in COLOURS),
    ("brand", "card"), ("brand", "paper"), ("focus", "paper"), ("focus", "card"),
]  # fmt: skip


def tokens(start: str) -> dict[str, str]:
    """The colours that one block of tokens sets."""
    block = CSS.split(start, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})\b", block))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    digits = colour.lstrip("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(theme: str, pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    colour = tokens(theme)
    found = {f"{a} on {b}": round(contrast(colour[a], colour[b]), 2) for a, b in pairs}
    return {pair: ratio for pair, ratio in found.items() if ratio < least}


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(theme: str) -> None:
    assert too_weak(theme, TEXT, 4.5) == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
def test_edges_of_fields_glyphs_and_focus_stand_out(theme: str) -> None:
    assert too_weak(theme, SHAPES, 3) == {}


def test_the_dark_of_the_device_and_the_chosen_dark_are_one() -> None:
    assert tokens(DARK_OF_THE_DEVICE) == tokens(DARK_BY_CHOICE)


def test_every_colour_of_the_light_has_a_fellow_in_the_dark() -> None:
    assert set(tokens(LIGHT)) == set(tokens(DARK_BY_CHOICE))


def test_every_kind_has_its_colour() -> None:
    coloured = set(re.findall(r"\.k-([a-z_]+)[ ,]", CSS))
    assert {kind.slug for kind in all_kinds()} - coloured - {"equipment_fault"} == set()


def test_directions_are_logical() -> None:
    physical = (
        r"\b(?:margin|padding|border)-(?:left|right)\b|\b(?:left|right): |align: (?:left|right)"
    )
    assert re.findall(physical, CSS) == []


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (STATIC / "icons.svg").read_text()))
    asked = {kind.icon for kind in all_kinds()} | {kind.icon for kind in KINDS.values()}
    for page in SOURCE.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        asked |= set(re.findall(r'{% icon "([a-z0-9-]+)"', text))
        asked |= set(re.findall(r'icon_name="([a-z0-9-]+)"', text))
    assert asked - sprite == set()


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_declares_what_it_is_given_and_has_an_example(name: str) -> None:
    assert declared(name) != ""
    assert examples().get(name, []) != []
    readme = (SOURCE / "ui" / "README.md").read_text(encoding="utf-8")
    assert f"| {name} |" in readme


def test_what_is_not_ours_keeps_its_licence_beside_it() -> None:
    said = (STATIC / "LICENCES.md").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (STATIC / "atkinson-next.OFL.txt").read_text().upper()
    assert "ISC License" in (STATIC / "icons.ISC.txt").read_text()
    assert [name for name in ("atkinson-next.woff2", "icons.svg") if name not in said] == []
