"""Field by field against law, guidance and real forms: nothing is missing, and the page says so."""

import re
from pathlib import Path

import pytest

from handrail.kinds.hold.field_lists import GUIDANCE, LAW, SOURCES, statutory
from handrail.kinds.hold.field_table import FOUND, NotKept, as_markdown, said
from handrail.kinds.hold.rules import ALWAYS, SECLUSION
from handrail.records.kind import kind_named

PAGE = Path(__file__).resolve().parents[2] / "docs" / "fields-of-a-hold.md"


def test_the_page_in_docs_is_what_the_kind_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), "run script/field-table"


def test_every_field_of_every_list_is_kept_somewhere() -> None:
    for source, fields in SOURCES:
        assert fields, source
        assert [field.what for field in fields if not field.kept] == [], source


def test_a_place_that_is_not_there_is_refused() -> None:
    for place in ("column:none", "list:none", "rows:parts.none", "finding:none", "duty:none",
                  "kind:debrief.none", "nowhere", "spine:none"):  # fmt: skip
        with pytest.raises(NotKept):
            said(kind_named("hold"), place)


def test_what_law_and_guidance_ask_is_asked_for_until_it_is_answered() -> None:
    """Every statutory answer is one that `missing` can name, so that a clock waits for it."""
    asked = {*ALWAYS, *SECLUSION, "injuries", "late_because", "place"}
    chosen_at_once = {"minutes", "how"}  # asked on the floor already
    assert statutory() - chosen_at_once <= asked
    assert {field.level for _, fields in SOURCES for field in fields} >= {LAW, GUIDANCE}


def test_findings_named_in_the_table_are_looked_up() -> None:
    source = (PAGE.parents[1] / "src/handrail/kinds/hold/looking.py").read_text(encoding="utf-8")
    assert [slug for slug in FOUND if f'"{slug}' not in source] == []


def test_the_page_calls_each_field_by_its_real_name() -> None:
    """A row of several columns names every one of them that a source asks for by itself."""
    page, kind = PAGE.read_text(encoding="utf-8"), kind_named("hold")
    for rows in kind.rows:
        names = set(re.findall(rf"`{rows.slug}\.(\w+)`", page))
        assert names <= {field.name for field in rows.table._meta.get_fields()}, rows.slug
    (medical,) = [line for line in page.splitlines() if line.startswith("| medical: what")]
    (places,) = [line for line in page.splitlines() if line.startswith("| place of the incident")]
    assert all(f"`injuries.{name}`" in medical for name in ("what", "treated", "treated_by"))
    assert all(f"`{name}`" in places for name in ("place", "parts.place", "seclusion_place"))
