"""A section that nobody has written in looks the same to a whole school, and is drawn once.

The sheet carries a section for every kind a post may write, of which one or two are used. Drawn
anew each time they were half of the page's work.
"""

from collections.abc import Mapping
from functools import lru_cache

from django.forms import ModelChoiceField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from handrail.capture.sheet import Sheet
from handrail.records.forms import ChipsByList
from handrail.records.kind import Kind, Rows, kind_named
from handrail.records.row_forms import RowForm, row_forms
from handrail.school.models import Group, School

Chips = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # a list's name, and what it offers
Classes = tuple[tuple[str, str], ...]  # number and name


def is_untouched(sheet: Sheet, kind: Kind, *, several: bool) -> bool:
    """Nothing of this kind was sent, nothing is wrong with it, and it asks nobody's part.

    `several`: more than one pupil or adult is named already.
    """
    said = (*sheet.data, *sheet.errors)
    return not (
        sheet.desk
        or kind.slug in sheet.forms
        or kind in sheet.also()
        or (several and len(kind.roles) > 1)
        or any(name.startswith(f"{kind.slug}-") for name in said)
        or any(isinstance(field, ModelChoiceField) for field in kind.form.base_fields.values())
    )


def drawn_once(kind: Kind, school: School, said: ChipsByList, groups: list[Group]) -> SafeString:
    """The empty section of a kind. All that shows in it is in what it is kept by."""
    chips = tuple((name, tuple(said[name])) for name in _lists(kind))
    classes = tuple((str(group.uuid), group.name) for group in groups)
    return _drawn(kind.slug, school, chips, classes if kind.capture.whole_class else ())


def _lists(kind: Kind) -> list[str]:
    return [words.name(kind.slug) for words in kind.words]


def left_for_later(kind: Kind) -> set[str]:
    """Names of the fields that the floor may leave: they are folded away."""
    return {*kind.capture.later, *(words.slug for words in kind.words if not words.on_floor)}


def rows_on_floor(
    kind: Kind, forms: Mapping[str, list[RowForm]]
) -> list[tuple[Rows, list[RowForm]]]:
    """The rows that the sheet asks as well, without who did it: whoever writes it."""
    found = [(rows, forms[rows.slug]) for rows in kind.rows if rows.on_floor]
    for rows, several in found:
        for form in several:
            form.fields.pop(rows.by_writer, None)
    return found


@lru_cache(maxsize=512)
def _drawn(slug: str, school: School, chips: Chips, classes: Classes) -> SafeString:
    kind = kind_named(slug)
    form = kind.form(prefix=slug, school=school, said={name: list(one) for name, one in chips})
    later = left_for_later(kind)
    section = {
        "kind": kind,
        "floor": [field for field in form if field.name not in later],
        "later": [field for field in form if field.name in later],
        "rows": rows_on_floor(kind, row_forms(kind, None, school)),
    }
    groups = [{"uuid": uuid, "name": name} for uuid, name in classes]
    return render_to_string("capture/section.html", {"section": section, "groups": groups})
