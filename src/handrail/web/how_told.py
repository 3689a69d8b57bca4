"""How I am told: channels, devices, quiet hours, digests, and being away."""

import re
from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from handrail.core import clock
from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.notify.absence import absences_of, back, say_away
from handrail.notify.devices import add_device, devices_of, end_device
from handrail.notify.models import Absence, Device, Wishes
from handrail.notify.push_key import public_push_key
from handrail.people.models import Person, Post
from handrail.records.refusal import Refused
from handrail.school.models.period import Weekday

FIELD = {"class": "field"}
COOKIE = "handrail-device"  # which device this browser is, so that signing out of it ends it
YEAR = 365 * 24 * 60 * 60
MOST_DIGESTS = 6
TIME = re.compile(r"^([01]?\d|2[0-3])[:.]([0-5]\d)$")
NOT_A_TIME = "That is not a time. Write it like 18:00."


class Chips(forms.CheckboxSelectMultiple):
    template_name = "ui/components/chips.html"


def _time(label: str, **more: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={**FIELD, "type": "time"}, format="%H:%M"),
        error_messages={"required": "Give a time, like 18:00.", "invalid": NOT_A_TIME}, **more,
    )  # fmt: skip


class WishesForm(forms.ModelForm):
    quiet_from = _time("Quiet from")
    quiet_until = _time("Quiet until", help_text="The same time twice means no quiet hours.")
    quiet_days = forms.TypedMultipleChoiceField(
        label="Quiet all day on", choices=Weekday.choices, coerce=int, required=False,
        widget=Chips,
    )  # fmt: skip
    digests = forms.CharField(
        label="Digests at", max_length=80, widget=forms.TextInput(attrs=FIELD),
        help_text="Times with commas between, like 07:45, 15:45. What waited comes as one message.",
        error_messages={"required": "Give at least one time, like 07:45."},
    )  # fmt: skip

    class Meta:
        model = Wishes
        fields = (
            "by_push", "by_mail", "mail_to", "quiet_from", "quiet_until", "quiet_when_closed",
            "quiet_days", "at_once", "digests",
        )  # fmt: skip
        labels = {
            "by_push": "Push, on the devices below",
            "by_mail": "Mail",
            "mail_to": "Mail goes to",
            "quiet_when_closed": "Quiet on days when the school is closed",
            "at_once": "Outside quiet hours, tell me of each thing when it happens",
        }
        help_texts = {"mail_to": "Left empty, it goes to the address that the school has."}
        widgets = {"mail_to": forms.EmailInput(attrs={**FIELD, "autocomplete": "email"})}
        error_messages = {
            "mail_to": {"invalid": "That is not a mail address. It needs an @ and a full stop."}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["digests"] = ", ".join(self.instance.digests)

    def clean_digests(self) -> list[str]:
        said = [part.strip() for part in self.cleaned_data["digests"].split(",") if part.strip()]
        found = [TIME.match(part) for part in said]
        if not said or not all(found):
            raise forms.ValidationError("Write times like 07:45, with commas between.")
        if len(said) > MOST_DIGESTS:
            raise forms.ValidationError(f"Give at most {MOST_DIGESTS} times.")
        times = {time(int(one[1]), int(one[2])) for one in found if one}
        return [f"{one:%H:%M}" for one in sorted(times)]


def _moment(label: str, missing: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
        widget=forms.DateTimeInput(
            attrs={**FIELD, "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        error_messages={
            "required": missing,
            "invalid": "That is not a day and time. Write it like 30/11/2026 08:30.",
        },
    )


class AwayForm(forms.Form):
    starts = _moment("Away from", "Say from when.")
    ends = _moment("Until", "Say until when.")


@at_school()
@require_http_methods(["GET", "POST"])
def how_told(request: At) -> HttpResponse:
    """My channels, quiet hours and digests; where I am told; and when I am away."""
    person = request.reader.person
    wishes = Wishes.objects.filter(person=person).first() or Wishes(person=person)
    form = WishesForm(request.POST if "digests" in request.POST else None, instance=wishes)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, "Kept. This is how you are told from now on.")
        return redirect("/me/told/")
    away = _away_form(request)
    if away.is_bound and _keep_absence(request, person, away):
        return redirect("/me/told/#away")
    here = request.COOKIES.get(COOKIE, "")
    devices = list(devices_of(person))
    context = {
        "form": form,
        "away_form": away,
        "absences": absences_of([person.pk]).get(person.pk, []),
        "devices": [(device, str(device.uuid) == here) for device in devices],
        "told_here": any(str(device.uuid) == here for device in devices),
        "address": person.email,
        "mail_on": settings.MAIL_ON,
        "push_key": public_push_key(settings.HOME),
    }
    status = 422 if form.errors or away.errors else 200
    return render(request, "web/how_told.html", context, status=status)


def _away_form(request: HttpRequest) -> AwayForm:
    now = clock.local(clock.now()).replace(second=0, microsecond=0)
    return AwayForm(
        request.POST if "starts" in request.POST else None, initial={"starts": now}, auto_id="id_%s"
    )


def _keep_absence(request: At, person: Person, form: AwayForm) -> bool:
    """Keep what was said; False, with a sentence beside its field, when it cannot be."""
    if not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        say_away(person, said["starts"], said["ends"], request.reader.person)
    except Refused as refused:
        form.add_error(refused.field or None, refused.sentence)
        return False
    messages.success(request, "Kept. Whoever covers is told at once meanwhile.")
    return True


@at_school()
@require_POST
def is_back(request: At) -> HttpResponse:
    """I am back: one of my absences ends now."""
    _end_absence(request, request.reader.person)
    return redirect("/me/told/#away")


def _end_absence(request: At, person: Person) -> None:
    number = request.POST.get("absence", "")
    rows = Absence.objects.to_come(clock.now()).filter(person=person)
    if found := rows.filter(pk=int(number) if number.isdigit() and len(number) < 15 else 0).first():
        back(found)
        messages.success(request, "That absence has ended.")


@at_school(*RUNS_SCHOOL)
@require_POST
def staff_away(request: At, uuid: UUID) -> HttpResponse:
    """The office or the head says for somebody that they are away, or are back."""
    posts = Post.objects.filter(school=request.school)
    person = Person.objects.filter(uuid=uuid, pk__in=posts.values("person")).first()
    if person is None:
        raise Http404("Nobody of that number works here.")
    if "absence" in request.POST:
        _end_absence(request, person)
        return redirect(f"/school/staff/{uuid}/#away")
    form = AwayForm(request.POST)
    if _keep_absence(request, person, form):
        return redirect(f"/school/staff/{uuid}/#away")
    context = {"person": person, "away_form": form, "back": f"/school/staff/{uuid}/"}
    return render(request, "web/staff_away.html", context, status=422)


def absences_and_form(request: At, person: Person) -> dict[str, Any]:
    """What the page of a member of staff shows of their absences."""
    return {
        "absences": absences_of([person.pk]).get(person.pk, []),
        "away_form": _away_form(request),
    }


# ------------------------------------------------------------------ devices


@at_school()
@require_POST
def add(request: At) -> JsonResponse:
    """Keep this browser's subscription, which its script sends after a tap."""
    said = request.POST
    try:
        device = add_device(
            request.reader.person, device_name(request.headers.get("User-Agent", "")),
            said.get("endpoint", ""), said.get("p256dh", ""), said.get("auth", ""),
        )  # fmt: skip
    except Refused as refused:
        return JsonResponse({"sentence": refused.sentence}, status=422)
    response = JsonResponse({"ok": True})
    response.set_cookie(
        COOKIE, str(device.uuid), max_age=YEAR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


@at_school()
@require_POST
def end(request: At, uuid: UUID) -> HttpResponse:
    """Tell me there no more."""
    device = devices_of(request.reader.person).filter(uuid=uuid).first()
    if device is None:
        raise Http404("No such device of yours.")
    end_device(device, "ended under My account")
    messages.success(request, f"{device.name} is told nothing more.")
    return redirect("/me/told/#devices")


def device_name(agent: str) -> str:
    """ "Chrome on Android", from what the browser says of itself."""
    browsers = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS", "a Mac"), ("CrOS", "a Chromebook"), ("Linux", "Linux"),
    )  # fmt: skip
    browser = next((name for mark, name in browsers if mark in agent), "A browser")
    system = next((name for mark, name in systems if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def on_sign_out(request: HttpRequest | None, **_: Any) -> None:
    """Signing out of a browser ends telling on it."""
    if device := _device_here(request):
        end_device(device, "signed out")


def on_sign_in(request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Somebody else on the same browser: whoever had it before is told there no more."""
    device = _device_here(request)
    if device and device.person_id != user.person_id:
        end_device(device, "somebody else uses the device now")


def _device_here(request: HttpRequest | None) -> Device | None:
    try:
        uuid = UUID(request.COOKIES.get(COOKIE, "") if request else "")
    except ValueError:
        return None
    return Device.objects.filter(uuid=uuid, ended_at=None).first()
