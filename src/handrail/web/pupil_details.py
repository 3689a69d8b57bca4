"""A pupil's details: at a glance, flags, key adults, and who must not be told."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core.hashing import canonical_json, sha256_hex
from handrail.core.names import clean
from handrail.entry.guards import At, at_school
from handrail.people.models import CarerLink, KeyAdult, Person, Post, Pupil, PupilFlag
from handrail.records.rules import DESIGNATED, PASTORAL
from handrail.web.choosing import StaffField
from handrail.web.details_parts import change_parts, forms_of, parts_of
from handrail.web.form_errors import sentences_of
from handrail.web.keys import is_key
from handrail.web.pupils import find_pupil

KEEPERS = (*PASTORAL, Post.Role.ADMINISTRATOR)
GUARDS = (*DESIGNATED, Post.Role.HEAD)
FIELD = {"class": "field"}
CHANGED_SINCE = (
    "Somebody else changed this while you wrote. It now says: “{}”. "
    "Join the two, then keep it again."
)


def version_of(values: list[Any]) -> str:
    """A short fingerprint of what a page showed, to notice that it changed meanwhile."""
    return sha256_hex(canonical_json(values))[:16]


class DetailsForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Pupil
        fields = ("needs", "language", "likes", "helps", "hinders", "look_out_for", "next_look_on")
        labels = {"language": "First language", "helps": "What helps", "hinders": "What doesn’t",
                  "look_out_for": "Look out for", "next_look_on": "Next look on"}  # fmt: skip
        widgets = {
            **{
                name: forms.TextInput(attrs=FIELD)
                for name in ("needs", "language", "likes", "helps", "hinders", "look_out_for")
            },
            "next_look_on": forms.DateInput(attrs={**FIELD, "type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {"next_look_on": {"invalid": "That is not a date."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = {name: getattr(self.instance, name) for name in self._meta.fields or ()}
        self.version = version_of(list(self.stands.values()))

    def clean(self) -> dict[str, Any]:
        """Somebody else kept something since this page was opened: both stand, nobody's is lost."""
        cleaned = super().clean() or self.cleaned_data
        if self.data.get("version", self.version) != self.version:
            for name, stands in self.stands.items():
                if name in cleaned and (cleaned[name] or "") != (stands or ""):
                    self.add_error(name, CHANGED_SINCE.format(stands or "nothing"))
        return cleaned


class FlagForm(forms.Form):
    sort = forms.ChoiceField(
        label="Sort", choices=PupilFlag.Sort.choices, widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose what sort of alert it is."},
    )  # fmt: skip
    text = forms.CharField(
        label="What must be known",
        max_length=120,
        widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": "Say what must be known, such as “Asthma: inhaler in office”."},
    )


class AdultForm(forms.Form):
    adult = StaffField(
        label="Key adult",
        error_messages={
            "required": "Choose somebody who works here.",
            "invalid_choice": "Choose somebody who works here.",
        },
    )

    def __init__(self, *args: Any, request: At, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.held_on(request.reader.day).filter(school=request.school)
        staff = Person.objects.filter(pk__in=posts.values("person"))
        self.fields["adult"].queryset = staff  # type: ignore[attr-defined]


@at_school(*KEEPERS)
@transaction.atomic
@require_http_methods(["GET", "POST"])
def pupil_details(request: At, uuid: UUID) -> HttpResponse:
    """Change what is known of a pupil. Flags and key adults are ended, never deleted."""
    pupil = find_pupil(request, uuid)
    sent = request.POST
    form = DetailsForm(sent if "needs" in sent else None, instance=pupil)
    flag_form = FlagForm(sent if "text" in sent else None)
    adult_form = AdultForm(sent if "adult" in sent else None, request=request)
    parts = parts_of(request, pupil)
    day = request.reader.day
    if request.method == "POST" and (
        _change(request, pupil, form, flag_form, adult_form)
        or change_parts(pupil, request.school, parts, sent, day - timedelta(days=1))
    ):
        return redirect(f"/pupils/{uuid}/details/")
    context = {
        "pupil": pupil, "person": pupil.person,
        "form": form, "flag_form": flag_form, "adult_form": adult_form,
        "flags": pupil.flags.filter(Q(ends=None) | Q(ends__gte=day)),
        "adults": pupil.key_adults.on(day).select_related("adult"),  # type: ignore[attr-defined]
        "links": [_with_version(link) for link in
                  pupil.carers.filter(Q(ends=None) | Q(ends__gte=day)).select_related("carer")],
        "may_restrict": request.reader.holds(request.school.pk, *GUARDS),
        "restrictions": CarerLink.Restriction.choices,
        **parts,
    }  # fmt: skip
    context["errors"] = sentences_of(form, flag_form, adult_form, *forms_of(parts))
    status = 422 if context["errors"] else 200
    return render(request, "web/pupil_details.html", context, status=status)


def _change(
    request: At, pupil: Pupil, form: DetailsForm, flag_form: FlagForm, adult_form: AdultForm
) -> bool:
    """Do the one thing that was sent; whether it was done."""
    day = request.reader.day
    if form.is_bound and form.is_valid():
        pupil.written_on = day
        form.save()
        messages.success(request, "Kept.")
        return True
    if flag_form.is_bound and flag_form.is_valid():
        text = clean(flag_form.cleaned_data["text"])
        PupilFlag.objects.create(
            pupil=pupil, sort=flag_form.cleaned_data["sort"], text=text, starts=day
        )
        return True
    if adult_form.is_bound and adult_form.is_valid():
        adult = adult_form.cleaned_data["adult"]
        if not pupil.key_adults.on(day).filter(adult=adult).exists():  # type: ignore[attr-defined]
            KeyAdult.objects.create(pupil=pupil, adult=adult, starts=day)
        return True
    return _end(request, pupil, day - timedelta(days=1)) or _restrict(request, pupil)


def _end(request: At, pupil: Pupil, last_day: date) -> bool:
    """End a flag or a key adult, with yesterday as the last day."""
    for name, rows in (("flag", pupil.flags), ("key", pupil.key_adults)):
        number = request.POST.get(f"end-{name}", "")
        if is_key(number):
            rows.filter(pk=number).update(ends=last_day)  # type: ignore[attr-defined]
            return True
    return False


def _restrict(request: At, pupil: Pupil) -> bool:
    """Set or lift a carer's restriction: for the designated leads and the head alone."""
    number = request.POST.get("link", "")
    asked = request.POST.get("restriction", "")
    may = request.reader.holds(request.school.pk, *GUARDS)
    if not (may and is_key(number) and asked in CarerLink.Restriction.values):
        return False
    link = pupil.carers.select_for_update().filter(pk=number).first()
    if link is None:
        return False
    was = version_of([link.restriction, link.restriction_note])
    if request.POST.get("version", was) != was:
        messages.error(request, _both(link, asked, request.POST.get("note", "")))
        return True
    link.restriction = asked
    link.restriction_note = clean(request.POST.get("note", ""))[:300]
    link.save(update_fields=["restriction", "restriction_note"])
    messages.success(request, "The restriction was kept.")
    return True


def _with_version(link: CarerLink) -> CarerLink:
    link.version = version_of([link.restriction, link.restriction_note])  # type: ignore[attr-defined]
    return link


def _both(link: CarerLink, asked: str, note: str) -> str:
    """Both texts, when two people set one restriction at once; the one that stands, stands."""
    stands = link.get_restriction_display() or "No restriction"
    mine = dict(CarerLink.Restriction.choices).get(asked) or "No restriction"
    return (
        f"Somebody else changed this restriction while you wrote, and theirs stands: {stands}. "
        f"{link.restriction_note} You wrote: {mine}. {clean(note)[:300]}"
    )
