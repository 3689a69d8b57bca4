"""Jobs: the list with its filters and table, asking one, one's page, and what is done with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.entry.guards import At, at_school, take_typed
from handrail.jobs.asking import (
    MOST_WORDS,
    JobDraft,
    answer,
    ask,
    note_seen,
    page_of,
    reopen,
    take_back,
)
from handrail.jobs.models import Job
from handrail.jobs.naming import NAMED, names_pupil
from handrail.jobs.reading import (
    ASKERS,
    HAS_JOBS,
    SEES_ALL,
    asked_of,
    groups_to_ask,
    jobs_open_to,
    may_answer,
    people_to_ask,
)
from handrail.records.refusal import Refused
from handrail.web.keys import is_key
from handrail.web.patterns import as_csv

PAGE = 30
FIELD = {"class": "field"}
NO_PUPIL = "Do not name a pupil here: colleagues who do not work with them may see it."
SHOWS = (
    ("", "Open"), ("late", "Late"), ("done", "Done"), ("not_done", "Not done"),
    ("taken_back", "Taken back"), ("all", "All"),
)  # fmt: skip
WHOSE = (("", "Asked of me, or by me"), ("of", "Asked of me"), ("by", "Asked by me"))


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    show: str
    whose: str
    words: str

    @classmethod
    def by(cls, request: At) -> "Asked":
        show, whose = request.GET.get("show", ""), request.GET.get("whose", "")
        every = request.reader.holds(request.school.pk, *SEES_ALL)
        known = {name for name, _ in WHOSE} | ({"all"} if every else set())
        return cls(
            show if show in dict(SHOWS) else "", whose if whose in known else "",
            request.GET.get("q", "").strip().replace("\x00", "")[:80],
        )  # fmt: skip

    @property
    def query(self) -> str:
        said = {"show": self.show, "whose": self.whose, "q": self.words}
        return urlencode({name: value for name, value in said.items() if value})


def _rows(request: At, asked: Asked) -> QuerySet[Job]:
    """Open ones due first; closed ones closed last first."""
    rows = jobs_open_to(request.reader, request.school).select_related(
        "asked_by", "person", "group", "closed_by"
    )
    of, by = asked_of(request.reader), Q(asked_by=request.reader.person)
    if asked.whose != "all":
        rows = rows.filter({"of": of, "by": by}.get(asked.whose, of | by))
    if asked.words:
        said = Q(what__icontains=asked.words) | Q(more__icontains=asked.words)
        rows = rows.filter(said | Q(answer__icontains=asked.words))
    if asked.show in {"", "late"}:
        rows = rows.filter(closed_at=None)
        if asked.show:
            rows = rows.filter(due_on__lt=clock.today())
        return rows.order_by("due_on", "id")
    if asked.show != "all":
        return rows.filter(state=asked.show).order_by("-closed_at", "-id")
    return rows.order_by("-due_on", "-id")


@at_school(*HAS_JOBS)
@require_safe
def jobs(request: At) -> HttpResponse:
    """What was asked of me and by me, open first; whoever leads sees everybody's."""
    asked = Asked.by(request)
    after = request.GET.get("after", "0")
    start = int(after) if is_key(after) and len(after) < 6 else 0
    found = list(_rows(request, asked)[start : start + PAGE + 1])
    every = request.reader.holds(request.school.pk, *SEES_ALL)
    context = {
        "jobs": found[:PAGE], "asked": asked, "shows": SHOWS,
        "whose": [*WHOSE, ("all", "Everybody’s")] if every else WHOSE,
        "next": start + PAGE if len(found) > PAGE else 0,
        "before": max(0, start - PAGE) if start else None,
        "may_ask": request.reader.holds(request.school.pk, *ASKERS),
    }  # fmt: skip
    return render(request, "web/jobs.html", context)


@at_school(*HAS_JOBS)
@require_safe
def table(request: At) -> HttpResponse:
    """The same for a spreadsheet, narrowed as the page was."""
    rows = _rows(request, Asked.by(request)).iterator(chunk_size=500)
    return as_csv(f"jobs-{request.reader.day}.csv", _lines(rows))


def _lines(rows: Iterator[Job]) -> Iterator[list[Any]]:
    yield ["By", "What", "More", "Asked by", "Asked", "Of whom", "State", "Answer", "Closed by",
           "Closed"]  # fmt: skip
    for job in rows:
        closed = f"{clock.local(job.closed_at):%Y-%m-%d %H:%M}" if job.closed_at else ""
        yield [
            job.due_on, job.what, job.more, job.asked_by.formal,
            f"{clock.local(job.asked_at):%Y-%m-%d %H:%M}", job.whom, job.get_state_display(),
            job.answer, job.closed_by.formal if job.closed_by else "", closed,
        ]  # fmt: skip


class JobForm(forms.Form):
    """What is asked of whom. `whom` is "person:" or "group:" and its number."""

    number = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Load the page again.", "invalid": "Load the page again."},
    )
    whom = forms.ChoiceField(
        label="Who is asked", widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose who is asked.",
                        "invalid_choice": "Choose somebody of the list."},
    )  # fmt: skip
    what = forms.CharField(
        label="What is to be done", max_length=200, help_text=NO_PUPIL,
        widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": "Say what is to be done, such as “Print 30 copies of page 4”.",
                        "max_length": "Say it shorter here, and the rest below."},
    )  # fmt: skip
    due_on = forms.DateField(
        label="By", widget=forms.DateInput(attrs={**FIELD, "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say by which day.",
                        "invalid": "That is not a date. Give day, month and year."},
    )  # fmt: skip
    more = forms.CharField(
        label="More about it",
        required=False,
        max_length=MOST_WORDS,
        help_text="Where it lies, how many, how it should look. No pupil’s name or details.",
        widget=forms.Textarea(attrs={**FIELD, "rows": 3}),
        error_messages={"max_length": "This is longer than 2,000 characters. Say it shorter."},
    )

    heeded = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: At, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        people = people_to_ask(request.reader, request.school)
        groups = groups_to_ask(request.reader, request.school)
        self.people = {f"person:{one.uuid}": one for one in people}
        self.groups = {f"group:{one.uuid}": one for one in groups}
        offered: list[Any] = [("", "Choose")]
        if groups:
            said = [(key, f"Whoever supports {one.name}") for key, one in self.groups.items()]
            offered.append(("Groups", said))
        offered.append(("Colleagues", [(key, one.formal) for key, one in self.people.items()]))
        self.fields["whom"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A pupil's name is pointed out once, never refused: pressed again it is kept."""
        said = super().clean() or self.cleaned_data
        if self.data.get("heeded") != "yes":
            texts = {name: said.get(name) or "" for name in ("what", "more")}
            found = names_pupil(self.request.school, self.request.reader.day, *texts.values())
            for name in (name for name, named in zip(texts, found, strict=True) if named):
                self.add_error(name, NAMED)
                self.data = {**{key: self.data[key] for key in self.data}, "heeded": "yes"}
        return said

    def draft(self) -> JobDraft:
        said = self.cleaned_data
        return JobDraft(
            said["number"], said["what"], said["due_on"], self.people.get(said["whom"]),
            self.groups.get(said["whom"]), said["more"],
        )  # fmt: skip


@at_school(*ASKERS)
@require_http_methods(["GET", "POST"])
def new_job(request: At) -> HttpResponse:
    """Ask a job, from nothing or from one that was asked before."""
    if request.method == "POST":
        form = JobForm(request.POST, request=request)
        if form.is_valid():
            try:
                job = ask(request.reader, request.school, form.draft())
            except Refused as refused:
                form.add_error(refused.field or None, refused.sentence)
            else:
                messages.success(request, f"Asked. {_first_up(job.whom)} sees it under Today.")
                return redirect(page_of(job))
        return _form_page(request, form, 422)
    typed = take_typed(request, request.path)
    kept = {name: values[-1] for name, values in typed.items() if isinstance(values, list)}
    return _form_page(request, JobForm(initial=_opening(request) | kept, request=request))


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _form_page(request: At, form: JobForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "author": request.reader.person.uuid}
    return render(request, "web/job_form.html", context, status=status)


def _opening(request: At) -> dict[str, Any]:
    """An empty form for today, or the words of a job that the reader asked before."""
    opening: dict[str, Any] = {"number": new_uuid(), "due_on": clock.today()}
    before = request.GET.get("from", "")
    try:
        rows = Job.objects.filter(school=request.school, asked_by=request.reader.person)
        job = rows.select_related("person", "group").filter(uuid=UUID(before)).first()
    except ValueError:
        job = None
    if job:
        whom = f"person:{job.person.uuid}" if job.person else f"group:{job.group.uuid}"  # type: ignore[union-attr]
        opening |= {"what": job.what, "more": job.more, "whom": whom}
    return opening


def _find(request: At, uuid: UUID) -> Job:
    rows = jobs_open_to(request.reader, request.school).filter(uuid=uuid)
    job = rows.select_related("asked_by", "person", "group", "closed_by", "school").first()
    if job is None:
        raise Http404("No such job.")
    return job


@at_school(*HAS_JOBS)
@require_safe
def job(request: At, uuid: UUID) -> HttpResponse:
    """One job: what, by when, and its answer."""
    found = _find(request, uuid)
    note_seen(request.reader, found)
    typed = take_typed(request, page_of(found))
    return _job_page(request, found, (typed.get("words") or [""])[-1])


def _job_page(request: At, found: Job, words: str = "", error: str = "") -> HttpResponse:
    asker = found.asked_by_id == request.reader.person_id
    context = {
        "job": found, "is_mine": asker, "author": request.reader.person.uuid,
        "may_answer": found.is_open and may_answer(request.reader, found),
        "may_reopen": found.closed_by_id == request.reader.person_id
        and found.state != Job.State.TAKEN_BACK and not found.answer_seen_at,
        "words": words or found.answer, "error": error,
    }  # fmt: skip
    return render(request, "web/job.html", context, status=422 if error else 200)


@at_school(*HAS_JOBS)
@require_POST
def act(request: At, uuid: UUID, what: str) -> HttpResponse:
    """Done, not done, open again, taken back."""
    found = _find(request, uuid)
    if what not in ACTS:
        raise Http404("Nothing of that name.")
    words = request.POST.get("words", "")
    try:
        said = ACTS[what](request, found, words)
    except Refused as refused:
        found = _find(request, uuid)  # a colleague may have closed it in between
        return _job_page(request, found, words, refused.sentence)
    messages.success(request, said)
    return redirect(page_of(found))


def _done(request: At, found: Job, words: str) -> str:
    answer(request.reader, found, done=True, words=words)
    return f"Done. {found.asked_by.formal} is told."


def _not_done(request: At, found: Job, words: str) -> str:
    answer(request.reader, found, done=False, words=words)
    return f"{found.asked_by.formal} is told why."


def _reopen(request: At, found: Job, words: str) -> str:
    reopen(request.reader, found)
    return "It is open again."


def _take_back(request: At, found: Job, words: str) -> str:
    take_back(request.reader, found)
    return "Taken back."


ACTS: dict[str, Callable[[At, Job, str], str]] = {
    "done": _done,
    "not-done": _not_done,
    "reopen": _reopen,
    "take-back": _take_back,
}
