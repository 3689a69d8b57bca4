"""The form of one row of a kind's own tables, and reading several of them from what was sent."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models

from handrail.people.models import Person
from handrail.records.kind import Kind, Rows
from handrail.school.models import School

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[models.Model]
else:
    ModelForm = forms.ModelForm

BLANK_ROWS = 1  # how many empty ones a page offers


class RowForm(ModelForm):
    """What is asked of one row. A kind subclasses it and names its table's columns.

    `adults` are the staff in the record, of whom a row may name some. A row in which nothing was
    said is left out; nothing is required of it before something is said. Fields that a kind names
    in `folded` wait behind a line of their own, `folded_label`, until one is needed.
    """

    folded: tuple[str, ...] = ()
    folded_label = "More"

    def __init__(
        self, *args: Any, school: School, adults: Sequence[Person] = (), **kwargs: Any
    ) -> None:
        kwargs.setdefault("empty_permitted", True)
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self.school = school
        self.adults = adults
        for asked in self.fields.values():
            if isinstance(asked, forms.TypedChoiceField):
                offered: Any = asked.choices
                asked.choices = [(key, said if key else "Choose") for key, said in offered]
        self.prepare()

    def prepare(self) -> None:
        """For a subclass whose choices are the school's or the adults in the record."""

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that everybody is asked."""
        return [field for field in self if field.name not in self.folded]

    @property
    def behind(self) -> list[forms.BoundField]:
        """Those that wait until they are needed, in the order in which they are folded."""
        return [self[name] for name in self.folded]

    @property
    def is_unfolded(self) -> bool:
        """Whether something was said in one that waits, or is amiss there."""
        return any(field.value() or field.errors for field in self.behind)

    def values(self) -> dict[str, Any]:
        """The columns of the row, by name; only after the form is valid."""
        return {name: self.cleaned_data.get(name) for name in self._meta.fields or ()}

    def _post_clean(self) -> None:
        """The row is built and checked by the door to write, not by the form."""


class AdultField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the staff in the record."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("empty_label", "Nobody")
        super().__init__(queryset=Person.objects.none(), to_field_name="uuid", **kwargs)

    def label_from_instance(self, obj: models.Model) -> str:
        return obj.formal if isinstance(obj, Person) else str(obj)

    def offer(self, adults: Iterable[Person]) -> None:
        self.queryset = Person.objects.filter(pk__in=[person.pk for person in adults])


def row_forms(
    kind: Kind,
    data: Mapping[str, Any] | None,
    school: School,
    adults: Sequence[Person] = (),
    *,
    more: str = "",
    begun: bool = False,
) -> dict[str, list[RowForm]]:
    """The forms of every table of a kind, as they were sent; with one more where it was asked.

    What a page has only `begun` with is shown and not yet found amiss.
    """
    return {
        rows.slug: [
            _form(kind, rows, n, data, begun=begun, school=school, adults=adults)
            for n in range(_count(kind, rows, data) + (more == rows.slug))
        ]
        for rows in kind.rows
    }


def _form(
    kind: Kind, rows: Rows, n: int, data: Mapping[str, Any] | None, *, begun: bool, **more: Any
) -> RowForm:
    prefix = _prefix(kind, rows, n)
    if not begun:
        return rows.form(data or None, prefix=prefix, **more)
    names = rows.form._meta.fields or ()
    initial = {name: (data or {}).get(f"{prefix}-{name}") for name in names}
    return rows.form(prefix=prefix, initial=initial, **more)


def _prefix(kind: Kind, rows: Rows, n: int) -> str:
    return f"{kind.slug}-{rows.slug}-{n}"


def _count(kind: Kind, rows: Rows, data: Mapping[str, Any] | None) -> int:
    """How many were on the page; at least one, never more than fit."""
    said = str((data or {}).get(f"{kind.slug}-{rows.slug}-count", ""))
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else BLANK_ROWS
    return max(BLANK_ROWS, min(number, rows.most))


def rows_said(forms_by_slug: Mapping[str, Sequence[RowForm]]) -> dict[str, tuple[Any, ...]]:
    """What was said of each row, the empty ones left out; only after all are valid."""
    return {
        slug: tuple(form.values() for form in several if form.has_changed())
        for slug, several in forms_by_slug.items()
    }


def done_by(
    kind: Kind, said: Mapping[str, tuple[Any, ...]], writer: Person
) -> dict[str, tuple[Any, ...]]:
    """The same rows, each done by whoever wrote it, where the kind says so of what is written on
    the sheet."""
    columns = {rows.slug: rows.by_writer for rows in kind.rows if rows.by_writer}
    return {
        slug: tuple({**one, columns[slug]: writer} for one in several)
        if slug in columns
        else several
        for slug, several in said.items()
    }


def named_faults_of(kind: Kind, forms_by_slug: Mapping[str, Sequence[RowForm]]) -> dict[str, str]:
    """As faults_of, each saying of which row and field it is: it stands far from both."""
    return {
        f"{form.prefix}-{name}": f"{rows.one.capitalize()} {n}{_field(form, name)}: {problems[0]}"
        for rows in kind.rows
        for n, form in enumerate(forms_by_slug.get(rows.slug, ()), start=1)
        if not form.is_valid()
        for name, problems in form.errors.items()
    }


def _field(form: RowForm, name: str) -> str:
    return f", {form.fields[name].label}" if name in form.fields else ""


def faults_of(forms_by_slug: Mapping[str, Sequence[RowForm]]) -> dict[str, str]:
    """The first sentence for each field that is amiss, by the field's name on the page."""
    return {
        f"{form.prefix}-{name}": str(problems[0])
        for several in forms_by_slug.values()
        for form in several
        if not form.is_valid()
        for name, problems in form.errors.items()
    }
