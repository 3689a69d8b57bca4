"""Answers that a sheet has no place for any more: its form was changed after it was opened.

A sheet can be hours older than the program that reads it: typed on before a new version was put in,
or waiting on a device without signal. Whatever it says that is no longer asked goes back to its
author in words, instead of being let fall.
"""

import re
from uuid import UUID

from django.http import QueryDict

from handrail.records.forms import DetailForm
from handrail.records.kind import Kind
from handrail.school.models import Word

SHEETS_OWN = {"shown", "also", "group", "words", "who"}
_ANSWER = re.compile(r"([a-z_]+)-([a-z_]+)")  # the kind, then what it asked
MOST = 12


def sentence_of_what_has_no_place(
    data: QueryDict, kinds: list[Kind], forms: dict[str, DetailForm]
) -> str:
    """One sentence with every such answer to these kinds, or "" where all have their place."""
    lost = _lost(data, {kind.slug: SHEETS_OWN | set(forms[kind.slug].fields) for kind in kinds})
    if not lost:
        return ""
    return (
        "This form was changed after you opened it, and no longer asks for what you wrote here: "
        f"{lost}. Copy what matters into your own words, then save again."
    )


def sentence_of_a_kind_that_is_gone(data: QueryDict) -> str:
    """What was written under a tile that this person no longer has, and what to do."""
    lost = _lost(data, {data.get("kind", ""): SHEETS_OWN - {"words"}})
    if not lost:
        return "Choose what it is."
    return f"You can no longer log this here. Copy what you wrote: {lost}. Then choose what it is."


def _lost(data: QueryDict, asked: dict[str, set[str]]) -> str:
    lost = []
    for name in data:
        found = _ANSWER.fullmatch(name)
        if found and found[1] in asked and found[2] not in asked[found[1]]:
            said = [_said(value) for value in data.getlist(name) if value.strip()]
            if said:
                lost.append(f"{found[2].replace('_', ' ')}: {', '.join(said)}")
    return "; ".join(lost[:MOST])


def _said(value: str) -> str:
    """A chosen word by its label; anything else as it was typed."""
    try:
        word = Word.objects.filter(uuid=UUID(value)).first()
    except ValueError:
        return f"“{value.strip()[:20_000]}”"
    return f"“{word.label}”" if word else "a word that is gone"
