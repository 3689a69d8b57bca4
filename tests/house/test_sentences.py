"""What a form of ours says when it was filled in wrong: our own sentence, never the library's."""

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms

import handrail
from handrail.records.row_forms import RowForm

# The library's own: they say what is wrong with a field, and not what to do.
ITS_OWN = {
    forms.Field: "required",
    forms.IntegerField: "invalid",
    forms.FloatField: "invalid",
    forms.DateField: "invalid",
    forms.FileField: "empty",
}


def our_forms() -> Iterator[type[forms.BaseForm]]:
    for module in pkgutil.walk_packages(handrail.__path__, "handrail."):
        if {"migrations", "cli"} & set(module.name.split(".")):
            continue
        for found in vars(importlib.import_module(module.name)).values():
            is_form = isinstance(found, type) and issubclass(found, forms.BaseForm)
            if is_form and found.__module__ == module.name:
                yield found


def library_said(field: forms.Field) -> list[str]:
    its_own = {(code, sort.default_error_messages[code]) for sort, code in ITS_OWN.items()}
    return [code for code, words in field.error_messages.items()
            if (code, words) in its_own and (code != "required" or field.required)]  # fmt: skip


def empty_said(form: type[forms.BaseForm], field: forms.Field) -> str:
    """What the choice of nothing says; rows say it for themselves as they are built."""
    if (
        not isinstance(field, forms.ChoiceField)
        or issubclass(form, RowForm)
        and not (isinstance(field, forms.ModelChoiceField))
    ):
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return field.empty_label or ""
    return next((str(label) for value, label in field.choices if value == ""), "")


def test_every_form_says_what_to_do_in_its_own_words() -> None:
    forms_ = list(our_forms())
    foreign = {
        f"{form.__module__}.{form.__qualname__}.{name}": said
        for form in forms_
        for name, field in form.base_fields.items()
        if (said := library_said(field))
    }
    assert foreign == {}
    dashes = {
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in forms_
        for name, field in form.base_fields.items()
        if "---" in empty_said(form, field)
    }
    assert dashes == set()
    assert len(forms_) > 50
