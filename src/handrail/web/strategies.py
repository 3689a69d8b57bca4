"""The school's strategies: read by all staff, kept by the SENCO and the head."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from handrail.core import clock
from handrail.entry.guards import STAFF, At, at_school, take_typed
from handrail.people.models import Pupil
from handrail.people.need_codes import AREAS, codes_on, need_codes
from handrail.records.kind import kind_named
from handrail.records.refusal import Refused
from handrail.records.rules import PASTORAL, may_write_about
from handrail.strategies.finding import best_first, narrowed, strategies_at
from handrail.strategies.keeping import (
    StrategyDraft,
    add_strategy,
    change_strategy,
    may_keep,
    turn_strategy,
)
from handrail.strategies.models import STAGES, Strategy
from handrail.strategies.starter import give_starter_strategies
from handrail.support.strategies import needs_known, used_in
from handrail.web.pupils import find_pupil
from handrail.web.school import by_number

HOME = "/school/strategies/"
FIELD = {"class": "field"}


class Chips(forms.CheckboxSelectMultiple):
    template_name = "ui/components/chips.html"


def _line(label: str, most: int, required: str = "", hint: str = "") -> forms.CharField:
    wrong = {"required": required, "max_length": f"Say it in {most} letters at most."}
    return forms.CharField(
        label=label, max_length=most, required=bool(required), error_messages=wrong,
        help_text=hint, widget=forms.Textarea(attrs={**FIELD, "rows": 2}),
    )  # fmt: skip


def _several(label: str, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=Chips,
        error_messages={"invalid_choice": "Choose from the list."},
    )  # fmt: skip


class WordsForm(forms.Form):
    """What a strategy says, its name aside."""

    what = _line("What it is", 300, "Say in a sentence what it is.")
    helps_when = _line("When it helps", 300)
    how = _line("How adults go about it", 1200, "Say what adults do, step by step.",
                "These words go into the plans that pick it.")  # fmt: skip
    leave_alone = _line("What to leave alone", 300)
    areas = _several("For which areas of need", list(AREAS.items()))
    needs = _several("For which needs", [])
    stages = _several("For which stages", list(STAGES.items()))

    def __init__(self, *args: Any, held: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [one.code for one in codes_on(clock.today())]
        codes = [*known, *(code for code in held if code not in known)]
        every = need_codes()
        self.fields["needs"].choices = [  # type: ignore[attr-defined]
            (code, every[code].label if code in every else code) for code in codes
        ]

    def draft(self, name: str) -> StrategyDraft:
        """What was said, as the door takes it; only after the form is valid."""
        said = dict(self.cleaned_data)
        for several in ("areas", "needs", "stages"):
            said[several] = tuple(said[several])
        return StrategyDraft(**{**said, "name": name})


class StrategyForm(WordsForm):
    """A new one: its name is given once."""

    name = forms.CharField(
        label="Name", max_length=120, widget=forms.TextInput(attrs=FIELD),
        help_text="Plans pick it by its name, so it cannot be changed later.",
        error_messages={"required": "Give it a name.",
                        "max_length": "Give it a name of 120 letters at most."},
    )  # fmt: skip
    field_order = ["name", "what", "helps_when", "how", "leave_alone", "areas", "needs", "stages"]


@at_school(*STAFF)
@require_http_methods(["GET", "POST"])
def strategies(request: At) -> HttpResponse:
    """Find what helps with a need; the SENCO and the head add, change and retire."""
    if request.method == "GET":
        typed = MultiValueDict(take_typed(request, HOME))
        return _page(request, _form(request, typed.get("change", ""), typed))
    if not may_keep(request.reader, request.school):
        raise Http404("Not for this post.")
    if "starters" in request.POST:
        made = give_starter_strategies(request.school)
        messages.success(
            request, f"{made} strategies added." if made else "They were here already."
        )
        return redirect(HOME)
    if "retire" in request.POST:
        row = by_number(_all(request), request.POST["retire"])
        turn_strategy(request.reader, row)
        verb = "is retired; plans that use it keep it" if row.retired_on else "is in use again"
        messages.success(request, f"“{row}” {verb}.")
        return redirect(HOME)
    return _keep(request)


def _keep(request: At) -> HttpResponse:
    """Add one or change one, as was sent."""
    form = _form(request, request.POST.get("change", ""), request.POST)
    row: Strategy | None = form.of  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            if row is None:
                row = add_strategy(request.reader, request.school,
                                   form.draft(form.cleaned_data["name"]))  # fmt: skip
            else:
                change_strategy(request.reader, row, form.draft(row.name))
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, f"“{row}” is kept. Plans that use it keep their words.")
            return redirect(HOME)
    return _page(request, form, status=422)


def _all(request: At) -> Any:
    return Strategy.objects.filter(school=request.school)


def _form(request: At, number: str, said: Mapping[str, Any]) -> WordsForm:
    """The form for a new one, or for the one of that number, with what was typed."""
    number = number or request.GET.get("change", "")
    row: Strategy | None = by_number(_all(request), number) if number else None
    names = StrategyForm.base_fields if row is None else WordsForm.base_fields
    initial = {name: getattr(row, name) for name in names} if row else {}
    sort = WordsForm if row else StrategyForm
    form = sort(said or None, initial=initial, held=row.needs if row else ())
    form.of = row  # type: ignore[attr-defined]
    return form


def _page(request: At, form: WordsForm, *, status: int = 200) -> HttpResponse:
    """The list, narrowed as asked; about a pupil, those for the needs known of them first."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("q", "area", "need", "stage")}
    rows = narrowed(strategies_at(request.school), asked["q"], area=asked["area"],
                    need=asked["need"], stage=asked["stage"])  # fmt: skip
    child = _pupil(request)
    codes = needs_known(request.reader, request.school, child.person) if child else set()
    reader, school = request.reader, request.school
    counts = used_in(reader, school) if reader.holds(school.pk, *PASTORAL) else {}
    keeps = may_keep(reader, school)
    plan = kind_named("support_plan")
    may_plan = child and may_write_about(reader, plan.writers, school.pk, {child.pk})
    ordered = best_first(rows, codes)
    context = {
        **asked, "child": child, "areas": AREAS.items(), "stages": STAGES.items(),
        "codes": need_codes().values(), "keeps": keeps, "form": form, "author": reader.person.uuid,
        "rows": [(row, counts.get(row.name, 0), row.fits(codes)) for row in ordered],
        "retired": _all(request).exclude(retired_on=None) if keeps else (),
        "plan": f"{plan.starts_at}pupil={child.person.uuid}" if child and may_plan else "",
    }  # fmt: skip
    return render(request, "web/strategies.html", context, status=status)


def _pupil(request: At) -> Pupil | None:
    """The pupil whose needs come first, where the page was opened from theirs."""
    if not (number := request.GET.get("pupil", "")):
        return None
    try:
        return find_pupil(request, UUID(number))
    except ValueError:
        raise Http404("No such pupil here.") from None
