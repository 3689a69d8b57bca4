"""Import the roll as a page: choose files, see what would change, answer, load all or nothing."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core.ids import new_uuid
from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.roll.begun import CUT_OFF, was_cut_off
from handrail.roll.importing import RollReport, import_roll
from handrail.roll.models import ImportRun
from handrail.roll.tally import SORTS

FORMATS = (
    ("oneroster", "OneRoster 1.1 or 1.2", "a zip, as the management system writes it"),
    ("csv", "CSV files", "our four template files, or one list of pupils with matching columns"),
    ("sds", "Microsoft School Data Sync", "the files in the English format"),
    ("ctf", "Transfer file (CTF)", "the XML file of a pupil who moves here"),
)
OUR_COLUMNS = (
    ("given", "First name"), ("family", "Surname"), ("upn", "UPN"), ("year", "Year"),
    ("class", "Class"), ("born", "Date of birth"), ("mis_id", "Number in your system"),
)  # fmt: skip
TEMPLATES = ("pupils.csv", "contacts.csv", "staff.csv", "groups.csv")
SENT_ON = {"answer-", "column-"}
LARGEST = 20 * 1024 * 1024
LABELS = {
    "links": "carers’ links", "memberships": "places in groups", "groups": "classes and groups",
}  # fmt: skip


@at_school()
@require_http_methods(["GET", "POST"])
def roll(request: At) -> HttpResponse:
    """Choose the files; or, once chosen, answer what they leave open and load them."""
    if not request.reader.holds(request.school.pk, *RUNS_SCHOOL):
        then = "Nothing was changed. Ask the office if a pupil or a class is missing."
        context = {"what": "Only the office or the head can import the school list", "then": then}
        return render(request, "web/wrong.html", context, status=403)
    if request.method == "GET":
        return _choose(request)
    fmt = request.POST.get("fmt", "")
    if fmt not in {row[0] for row in FORMATS}:
        return _choose(request, error="Choose which sort of files these are.")
    if "token" in request.POST:
        return _again(request, fmt)
    uploads = request.FILES.getlist("files")
    if not uploads:
        return _choose(request, error="Choose the file or files first.")
    if sum(upload.size or 0 for upload in uploads) > LARGEST:
        return _choose(request, error="This is larger than a school list should be (20 MB).")
    token = str(new_uuid())
    _keep(_place(request, token), uploads)
    return _preview(request, token, fmt)


def _place(request: At, token: str) -> Path:
    """Where files wait between the preview and the load; each school has its own folder."""
    return Path(settings.HOME) / "imports" / str(request.school.uuid) / token


def _keep(place: Path, uploads: Iterable[UploadedFile]) -> None:
    """Store what was sent under names of our own making; a single zip stays a zip."""
    shutil.rmtree(place.parent, ignore_errors=True)  # one import waits at a time
    place.mkdir(parents=True, mode=0o700)
    for upload in uploads:
        name = Path((upload.name or "file").replace("\\", "/")).name[:100].lstrip(".") or "file"
        with (place / name).open("wb") as kept:
            for chunk in upload.chunks():
                kept.write(chunk)


def _path(place: Path) -> Path:
    """The zip when only a zip was sent, else the folder."""
    files = list(place.iterdir())
    return files[0] if len(files) == 1 and files[0].suffix.lower() == ".zip" else place


def _given(request: At, prefix: str) -> dict[str, str]:
    """What was typed into the fields of one sort, without the empty ones."""
    fields = {name: str(value).strip() for name, value in request.POST.items()}
    return {
        name.removeprefix(prefix): said
        for name, said in fields.items()
        if said and name.startswith(prefix)
    }


def _run(request: At, token: str, fmt: str, *, dry_run: bool) -> RollReport:
    answers, columns = _given(request, "answer-"), _given(request, "column-")
    return import_roll(
        _path(_place(request, token)),
        fmt=fmt,
        skip_bad=request.POST.get("skip_bad") == "yes",
        dry_run=dry_run,
        answers=answers,
        mapping=columns,
        by=request.reader.person,
        at_school=request.school,
    )


def _again(request: At, fmt: str) -> HttpResponse:
    """The files are here already: answers were given, or the load was asked for."""
    try:
        token = str(UUID(request.POST["token"]))
    except ValueError:
        raise Http404("No such import.") from None
    if not _place(request, token).is_dir():
        return _choose(request, error="These files are no longer kept. Choose them again.")
    if "load" not in request.POST:
        return _preview(request, token, fmt)
    report = _run(request, token, fmt, dry_run=False)
    if not report.ok:
        return _preview(request, token, fmt)
    shutil.rmtree(_place(request, token), ignore_errors=True)
    messages.success(request, "The roll is loaded.")
    return redirect("/school/roll/")


def _choose(request: At, error: str = "") -> HttpResponse:
    runs = ImportRun.objects.filter(school=request.school).select_related("by")[:10]
    context = {
        "formats": FORMATS, "error": error, "columns": OUR_COLUMNS, "templates": TEMPLATES,
        "cut_off": CUT_OFF if was_cut_off() else "",
        "runs": [(run, _rows(run.counts)) for run in runs],
    }  # fmt: skip
    return render(request, "web/roll.html", context, status=422 if error else 200)


def _preview(request: At, token: str, fmt: str) -> HttpResponse:
    report = _run(request, token, fmt, dry_run=True)
    context = {
        "report": report,
        "rows": _rows(report.as_json()),
        "token": token,
        "fmt": fmt,
        "answers": {
            name: value
            for name, value in request.POST.items()
            if name[:7] in {"answer-", "column-"}
        },  # fmt: skip
        "skip_bad": request.POST.get("skip_bad") == "yes",
        "may_skip": bool(report.errors) and any(fault.line for fault in report.errors),
        "refused": bool(report.errors) and not any(fault.line for fault in report.errors),
    }
    return render(request, "web/roll_preview.html", context)


def _rows(counts: Any) -> list[tuple[str, int, int, int, int, int]]:
    """One row for each sort of thing that the files spoke of."""
    names = ("added", "changed", "moved", "unchanged", "left")
    rows = [
        (LABELS.get(sort, sort), *(counts.get(name, {}).get(sort, 0) for name in names))
        for sort in SORTS
    ]
    return [row for row in rows if any(row[1:])]


@at_school(*RUNS_SCHOOL)
def template(request: At, name: str) -> HttpResponseBase:
    """One of our four template files, with a worked example."""
    folder = Path(settings.BASE) / "roll" / "templates_csv"
    known = {path.name: path for path in folder.glob("*.csv")}
    if name not in known:
        raise Http404("No such template.")
    return FileResponse(known[name].open("rb"), as_attachment=True, filename=name)
