"""The form of a kind: its own columns, and its words as chips. The same one serves page and API."""

from collections.abc import Hashable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.forms.widgets import ChoiceWidget
from django.utils.safestring import SafeString

from handrail.records.kind import Kind, WordList, kind_named
from handrail.school.models import School, Word
from handrail.school.words import words_in_use, words_said

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[models.Model]
    SeveralField = forms.ModelMultipleChoiceField[Word]
    SingleField = forms.ModelChoiceField[Word]
else:
    ModelForm = forms.ModelForm
    SeveralField = forms.ModelMultipleChoiceField
    SingleField = forms.ModelChoiceField


ChipsByList = dict[str, list[tuple[str, str]]]
MOST_DRAWN = 1_000
_drawn: dict[Hashable, SafeString] = {}


class _DrawnOnce(ChoiceWidget):
    """Chips look the same for the same words and the same choice, and are a third of the sheet's
    work: they are drawn once a process and kept by everything that they are drawn from."""

    template_name = "ui/components/chips.html"

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        key = (type(self), name, repr(value), repr(attrs), repr(self.attrs), self.is_required,
               tuple((str(word), str(label)) for word, label in self.choices))  # fmt: skip
        if key not in _drawn:
            if len(_drawn) >= MOST_DRAWN:
                _drawn.clear()
            _drawn[key] = super().render(name, value, attrs, renderer)
        return _drawn[key]


class ChipsWidget(_DrawnOnce, forms.CheckboxSelectMultiple):
    template_name = "ui/components/chips.html"


class PictureChips(ChipsWidget):
    """Chips with a picture beside the words that have one, to be pointed at."""

    def __init__(self, words: WordList, queryset: "QuerySet[Word]") -> None:
        super().__init__()
        self.words, self.queryset = words, queryset

    @cached_property
    def _pictures(self) -> dict[str, str]:
        rows = self.queryset.values_list("uuid", "slug")
        return {str(uuid): self.words.pictures.get(slug, "") for uuid, slug in rows}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["picture"] = self._pictures.get(str(value), "")
        return option


class ChipWidget(_DrawnOnce, forms.RadioSelect):
    template_name = "ui/components/chips.html"


class _AskedLate:
    """The words are asked for when something was sent: most forms of a sheet are only drawn, and
    even a question that is never put takes a while to write down."""

    words: "QuerySet[Word] | None" = None

    def __init__(self, *args: Any, school: School, list_name: str, **kwargs: Any) -> None:
        self.school, self.list_name = school, list_name
        super().__init__(*args, queryset=None, **kwargs)  # type: ignore[call-arg]

    @property
    def queryset(self) -> "QuerySet[Word]":
        if self.words is None:
            self.words = words_in_use(self.school, self.list_name)
        return self.words.all()

    @queryset.setter
    def queryset(self, _: object) -> None:
        """There is one school, and one list."""


class WordField(_AskedLate, SingleField):  # type: ignore[misc]
    """One word of a list."""


class WordsField(_AskedLate, SeveralField):  # type: ignore[misc]
    """Several words of a list; whatever is not one of them gets our sentence."""

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)  # type: ignore[misc]
        except forms.ValidationError:
            sentence = self.error_messages["invalid_choice"]
            raise forms.ValidationError(sentence, code="invalid_choice") from None


def chips_of(school: School, kinds: Iterable[Kind]) -> ChipsByList:
    """What the chips of these kinds say, by the name of their list; one query."""
    found: ChipsByList = {words.name(kind.slug): [] for kind in kinds for words in kind.words}
    for name, uuid, label in words_said(school.pk, tuple(found)):
        found[name].append((str(uuid), label))
    return found


class DetailForm(ModelForm):
    """What a kind asks beyond who, when and where. A kind subclasses it and names its columns.

    Word lists become fields of the same name as the list; `chosen()` gives them back by list.
    """

    kind_slug = ""

    def __init__(
        self, *args: Any, school: School, said: ChipsByList | None = None, **kwargs: Any
    ) -> None:
        """`said`: what the chips say, where a page draws the forms of several kinds."""
        super().__init__(*args, **kwargs)
        self.school = school
        self.said = said
        for words in self.kind.words:
            self.fields[words.slug] = self._word_field(words)
        self.order_fields([words.slug for words in self.kind.words])

    @property
    def kind(self) -> Kind:
        return kind_named(self.kind_slug)

    def show_beside(self, name: str, sentence: str) -> None:
        """Show a fault that the spine found beside the field that it is about, where it has one."""
        if name in self.fields and not self.errors.get(name):
            self.add_error(name, sentence)

    @cached_property
    def _words_by_list(self) -> ChipsByList:
        """What the chips say, list by list: one query a form, and none when nobody draws it."""
        return self.said if self.said is not None else chips_of(self.school, [self.kind])

    def _word_field(self, words: WordList) -> forms.Field:
        field = self._field_for(words)
        name = words.name(self.kind_slug)
        field.choices = lambda: self._words_by_list[name]
        return field

    def _field_for(self, words: WordList) -> "forms.ModelChoiceField[Word]":
        name = words.name(self.kind_slug)
        choices: dict[str, Any] = {
            "school": self.school,
            "list_name": name,
            "required": words.required,
            "label": words.question,
            "to_field_name": "uuid",
            "error_messages": {
                "required": "Choose at least one." if words.many else "Choose one.",
                "invalid_choice": "That word is not in the school's list. Choose another.",
                "invalid_pk_value": "That word is not in the school's list. Choose another.",
            },
        }
        if words.many and words.pictures:
            pictured = PictureChips(words, words_in_use(self.school, name))
            return WordsField(widget=pictured, **choices)
        if words.many:
            return WordsField(widget=ChipsWidget, **choices)
        return WordField(widget=ChipWidget, empty_label=None, **choices)

    def chosen(self) -> dict[str, tuple[Word, ...]]:
        """The words chosen, by list; only after the form is valid."""
        picked: dict[str, tuple[Word, ...]] = {}
        for words in self.kind.words:
            value = self.cleaned_data.get(words.slug)
            if words.many:
                picked[words.slug] = tuple(value or ())
            else:
                picked[words.slug] = (value,) if value else ()
        return {slug: words for slug, words in picked.items() if words}

    def detail_values(self) -> dict[str, Any]:
        """The kind's own columns that could be read, by name: all, once the form is valid."""
        names = self._meta.fields or ()
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def _post_clean(self) -> None:
        """The row is built and checked by the door to write, not by the form."""
