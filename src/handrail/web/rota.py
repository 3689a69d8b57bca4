"""The rota: a week of turns with the gaps first, one turn on one day, and new turns."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core import clock
from handrail.entry.guards import STAFF, At, at_school, take_typed
from handrail.notify.telling import seen_at_page
from handrail.people.models import Person
from handrail.records.refusal import Refused
from handrail.rota.making import (
    TurnDraft,
    as_usual,
    cannot,
    end_from,
    leave_out,
    make_turns,
    stand_in,
)
from handrail.rota.models import Swap, Turn
from handrail.rota.swapping import answer, ask, take_back
from handrail.rota.today import own_turns
from handrail.rota.week import Standing, monday_of, standing_on, stands_on, week_of
from handrail.rota.who import MAKERS, colleagues_on, may_make
from handrail.school.calendars import calendar_of
from handrail.school.models import Place
from handrail.school.models.period import Weekday
from handrail.web.choosing import SeveralStaffField

FIELD = {"class": "field"}
TIME = {**FIELD, "type": "time"}
DAY = {**FIELD, "type": "date"}
NO_TIME = {"required": "Give the time, such as 10:40.", "invalid": "Give the time, such as 10:40."}
NO_DATE = {"invalid": "Give day, month and year."}
FRIDAY = 4
AHEAD = 370  # days looked ahead for the next day that a turn stands on


class TurnForm(forms.Form):
    sort = forms.ChoiceField(
        label="When", choices=Turn.Sort.choices, widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose when it is."},
    )  # fmt: skip
    place = forms.ModelChoiceField(
        label="Zone", queryset=Place.objects.none(), to_field_name="uuid",
        empty_label="Choose",
        widget=forms.Select(attrs=FIELD), error_messages={"required": "Choose the zone."},
        help_text="One of the school’s places.",
    )  # fmt: skip
    starts = forms.TimeField(
        label="From", widget=forms.TimeInput(attrs=TIME), error_messages=NO_TIME
    )
    ends = forms.TimeField(label="To", widget=forms.TimeInput(attrs=TIME), error_messages=NO_TIME)
    weekdays = forms.TypedMultipleChoiceField(
        label="Every week on", choices=Weekday.choices[:5], coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    on = forms.DateField(
        label="Or once, on", required=False, widget=forms.DateInput(attrs=DAY),
        error_messages=NO_DATE,
    )  # fmt: skip
    people = SeveralStaffField(
        label="Who", required=False,
        help_text="Each has a turn. Leave it empty where nobody was found yet: it stands as a gap.",
    )  # fmt: skip
    since = forms.DateField(
        label="From the day", required=False, widget=forms.DateInput(attrs=DAY),
        error_messages=NO_DATE, help_text="Today where nothing is given.",
    )  # fmt: skip
    until = forms.DateField(
        label="To the day", required=False, widget=forms.DateInput(attrs=DAY),
        error_messages=NO_DATE, help_text="Until you take it off where nothing is given.",
    )  # fmt: skip
    note = forms.CharField(
        label="What to know there", max_length=200, required=False,
        widget=forms.TextInput(attrs=FIELD),
        help_text="Such as “Stand where you see the steps”. No child’s name.",
    )  # fmt: skip

    def __init__(self, *args: Any, request: At, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = request.school.places.filter(retired_on=None)  # type: ignore[attr-defined]
        self.fields["people"].queryset = colleagues_on(request.school, request.reader.day)  # type: ignore[attr-defined]


@at_school(*STAFF)
def rota(request: At) -> HttpResponse:
    """One week as it hangs on the wall: first where somebody is needed, then who is where."""
    today = clock.today()
    coming = today + timedelta(days=2) if today.weekday() > FRIDAY else today
    monday = monday_of(_day(request.GET.get("week", "")) or coming)
    week = week_of(request.school, monday)
    makes = may_make(request.reader, request.school)
    mine = request.reader.person_id
    context = {
        "week": week, "gaps": [(one, _why(request, one, makes=makes)) for one in week.gaps],
        "lines": week.lines, "makes": makes, "own": mine,
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
        "asked": own_turns(request.reader, request.school).asked,
        "swaps": [one for one in week.swaps if makes or mine in (one.asked_by_id, one.asked_of_id)],
        "school": request.school,
    }  # fmt: skip
    return render(request, "web/rota.html", context)


def _why(request: At, one: Standing, *, makes: bool) -> str:
    """Why somebody is needed, for whoever makes the rota and whom it is about; an absence is not
    everybody's business."""
    mine = one.person == request.reader.person or one.turn.person == request.reader.person
    return one.gap if makes or mine else "Somebody is needed"


@at_school(*MAKERS)
@require_http_methods(["GET", "POST"])
def new_turns(request: At) -> HttpResponse:
    """Put turns on the rota: every week on some days, or once."""
    form = TurnForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = make_turns(request.reader, request.school, TurnDraft(**{
                **data, "people": list(data["people"])}))  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, "On the rota.")
            first = made[0].on or max(made[0].since, clock.today())
            return redirect(f"/rota/?week={monday_of(first)}")
    context = {"form": form}
    return render(request, "web/rota_new.html", context, status=422 if form.errors else 200)


@at_school(*STAFF)
@require_http_methods(["GET", "POST"])
def turn(request: At, uuid: UUID) -> HttpResponse:
    """One turn on one day: who has it, swaps, and what differs that day."""
    rows = Turn.objects.filter(uuid=uuid, school=request.school)
    found = rows.select_related("place", "person", "school").first()
    if found is None:
        raise Http404("No such turn.")
    typed = take_typed(request, request.path)
    asked = request.POST.get("on") or next(iter(typed.get("on", ())), request.GET.get("on", ""))
    day = _day(asked) or _next_day(found)
    if request.method == "GET":
        seen_at_page(request.reader, found.page_on(day))
        return render(request, "web/rota_turn.html", _context(request, found, day, typed))
    try:
        if _day(asked) is None:
            raise Refused("Say which day it is about.")
        said = _act(request, found, day)
    except Refused as refused:
        typed = {name: request.POST.getlist(name) for name in ("words", "why")}
        context = {**_context(request, found, day, typed), "errors": [refused.sentence]}
        return render(request, "web/rota_turn.html", context, status=422)
    messages.success(request, said)
    return redirect(f"/rota/?week={monday_of(day)}")


def _act(request: At, one: Turn, day: date) -> str:
    """Do what was asked, and say that it is done. Raises Refused."""
    reader, sent = request.reader, request.POST
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "ask": (lambda: ask(reader, one, day, _colleague(request, "colleague", day),
                            sent.get("words", "")), "Asked. The answer stands on the rota."),
        "cannot": (lambda: cannot(reader, one, day, sent.get("why", "")),
                   "Whoever makes the rota sees that somebody is needed."),
        "stand-in": (lambda: stand_in(reader, one, day, _colleague(request, "person", day)),
                     "Changed for that day."),
        "leave-out": (lambda: leave_out(reader, one, day, sent.get("why", "")),
                      "Left out on that day."),
        "as-usual": (lambda: as_usual(reader, one, day), "As usual again."),
        "end": (lambda: end_from(reader, one, day, _colleague(request, "then", day)),
                "Changed from that day on. The days before stay as they were."),
        "accept": (lambda: answer(reader, _swap(request, one), yes=True),
                   "The turn is yours on that day."),
        "decline": (lambda: answer(reader, _swap(request, one), yes=False), "Declined."),
        "take-back": (lambda: take_back(reader, _swap(request, one)), "Taken back."),
    }  # fmt: skip
    act, said = acts.get(sent.get("what", ""), (None, ""))
    if act is None:
        raise Refused("Choose what to do with this turn.")
    act()
    return said


def _swap(request: At, one: Turn) -> Swap:
    try:
        found = Swap.objects.filter(turn=one, uuid=UUID(request.POST.get("swap", ""))).first()
    except ValueError:
        found = None
    if found is None:
        raise Refused("This swap is not there any more. Look at the week again.")
    return found


def _colleague(request: At, name: str, day: date) -> Person | None:
    """The colleague who was chosen; None where nobody was. Raises Refused for a stranger."""
    number = request.POST.get(name, "")
    if not number:
        return None
    try:
        found = colleagues_on(request.school, day).filter(uuid=UUID(number)).first()
    except ValueError:
        found = None
    if found is None:
        raise Refused("Choose somebody who works here on that day.", name)
    return found


def _context(request: At, one: Turn, day: date, typed: dict[str, Any]) -> dict[str, Any]:
    standing = standing_on(one, day)
    makes, reader = may_make(request.reader, request.school), request.reader
    person = standing.person if standing else None
    swaps = list(one.swaps.filter(date=day).select_related("asked_by", "asked_of"))
    open_ = next((row for row in swaps if row.state == Swap.State.ASKED), None)
    mine = person == reader.person
    return {
        "turn": one, "day": day, "standing": standing, "makes": makes, "mine": mine,
        "why": _why(request, standing, makes=makes) if standing and standing.gap else "",
        "shows_why": makes or mine or one.person == reader.person,
        "open_swap": open_, "swaps": [row for row in swaps if row is not open_ and (
            makes or reader.person_id in (row.asked_by_id, row.asked_of_id))],
        "asked_me": open_ and open_.asked_of_id == reader.person_id,
        "i_asked": open_ and (makes or open_.asked_by_id == reader.person_id),
        "is_past": day < clock.today(), "today": clock.today(), "monday": monday_of(day),
        "colleagues": [row for row in colleagues_on(request.school, day) if row != person],
        "words": next(iter(typed.get("words", ())), ""),
        "because": next(iter(typed.get("why", ())), ""),
        "errors": [], "author": reader.person.uuid,
    }  # fmt: skip


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 < found.year < 2200 else None


def _next_day(one: Turn) -> date:
    """The next day that a turn stands on; today where there is none."""
    calendar, today = calendar_of(one.school), clock.today()
    ahead = (today + timedelta(days=n) for n in range(AHEAD))
    stands = (day for day in ahead if stands_on(one, day) and calendar.is_school_day(day))
    return next(stands, one.on or today)
