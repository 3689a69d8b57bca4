"""Import the roll as a page: choose files, see what would change, answer, load all or nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.records.refusal import Refused
from handrail.roll.begun import CUT_OFF, was_cut_off
from handrail.roll.importing import RollReport, import_roll
from handrail.roll.models import ImportRun
from handrail.roll.reading.columns import mismatches
from handrail.roll.tally import SORTS
from handrail.web.waiting_file import let_go, take_files

FORMATS = (
    ("oneroster", "OneRoster 1.1 or 1.2", "a zip, as the management system writes it"),
    ("csv", "CSV files", "our four template files, or one list of pupils with matching columns"),
    ("sds", "Microsoft School Data Sync", "the files in the English format"),
    ("ctf", "Transfer file (CTF)", "the XML file of a pupil who moves here"),
)
OUR_COLUMNS = (
    ("first_name", "First name"), ("surname", "Surname"), ("upn", "UPN"), ("year", "Year"),
    ("class", "Class"), ("birth_date", "Date of birth"), ("id", "Number in your system"),
)  # fmt: skip
NOT_CSV = "Columns are matched in CSV files alone. Choose CSV files above, or empty this field."
TEMPLATES = ("pupils.csv", "contacts.csv", "staff.csv", "groups.csv")
WHAT = "roll"
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
        let_go(request, WHAT)  # whoever left it does not leave the pupils' files lying here
        return _choose(request)
    fmt = request.POST.get("fmt", "")
    if fmt not in {row[0] for row in FORMATS}:
        return _choose(request, error="Choose which sort of files these are.")
    try:
        token, folder = take_files(request, WHAT)
    except Refused as refused:
        return _choose(request, error=refused.sentence)
    if wrong := _mismatches(request, folder, fmt):
        return _choose(request, wrong=wrong, token=token, names=sorted(_names(folder)))
    show = _load if "load" in request.POST else _preview
    return show(request, folder, token, fmt)


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


def _columns(request: At) -> dict[str, str]:
    """Which heading was typed for which of our columns."""
    typed = _given(request, "column-")
    return {name: typed[name] for name, _ in OUR_COLUMNS if name in typed}


def _mismatches(request: At, folder: Path, fmt: str) -> dict[str, str]:
    """What is wrong with each column that was typed, by its name."""
    columns = _columns(request)
    if fmt != "csv":
        return dict.fromkeys(columns, NOT_CSV)
    return mismatches(_path(folder), columns)


def _names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def _run(request: At, folder: Path, fmt: str, *, dry_run: bool) -> RollReport:
    answers, columns = _given(request, "answer-"), _columns(request)
    return import_roll(
        _path(folder),
        fmt=fmt,
        skip_bad=request.POST.get("skip_bad") == "yes",
        dry_run=dry_run,
        answers=answers,
        mapping=columns,
        by=request.reader.person,
        at_school=request.school,
    )


def _load(request: At, folder: Path, token: str, fmt: str) -> HttpResponse:
    """Load all or nothing; where something is open yet, it is shown again."""
    report = _run(request, folder, fmt, dry_run=False)
    if not report.ok:
        return _preview(request, folder, token, fmt)
    let_go(request, WHAT)
    messages.success(request, "The roll is loaded.")
    return redirect("/school/roll/")


def _choose(
    request: At,
    error: str = "",
    *,
    wrong: Mapping[str, str] = MappingProxyType({}),
    token: str = "",
    names: Sequence[str] = (),
) -> HttpResponse:
    """The first page. What was chosen and typed stands there still, and files wait by `token`."""
    typed = _columns(request)
    runs = ImportRun.objects.filter(school=request.school).select_related("by")[:10]
    context = {
        "formats": FORMATS, "error": error, "templates": TEMPLATES, "token": token, "names": names,
        "chosen": request.POST.get("fmt", FORMATS[0][0]), "typed": bool(typed),
        "wrong": list(dict.fromkeys(wrong.values())),
        "columns": [(*one, typed.get(one[0], ""), wrong.get(one[0], "")) for one in OUR_COLUMNS],
        "cut_off": CUT_OFF if was_cut_off() else "",
        "runs": [(run, _rows(run.counts), _bad_rows(run.faults)) for run in runs],
    }  # fmt: skip
    return render(request, "web/roll.html", context, status=422 if error or wrong else 200)


def _preview(request: At, folder: Path, token: str, fmt: str) -> HttpResponse:
    report = _run(request, folder, fmt, dry_run=True)
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
        "may_skip": bool(report.errors) and not report.refused,
        "refused": report.refused,
        "instead": next((row[:2] for row in FORMATS if row[0] == report.instead), None),
        "bad_rows": _bad_rows([fault.as_json() for fault in report.errors]),
    }
    return render(request, "web/roll_preview.html", context)


def _bad_rows(faults: list[dict[str, Any]]) -> int:
    """How many rows the faults speak of: one row may have several."""
    return len({(fault["file"], fault["line"]) for fault in faults})


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
