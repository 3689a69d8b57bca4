"""Script, formula and template marks in every text: every page and every file out is inert."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from lxml import etree, html

from handrail.demo.cast import Cast
from handrail.entry.tokens import SCOPES, make_token
from handrail.equipment.models import Fault
from handrail.people.models import User
from handrail.records.models import Action, Attachment, Record
from handrail.sharing.leaving import export_school, safe_cell
from tests.browsing import Browser
from tests.counting import Count
from tests.hostile.planting import MARK, plant
from tests.web.every_address import addresses

READERS = ("patel", "ahmed", "office")
RUNS_IN_A_SPREADSHEET = re.compile(r"^[\s\x00\ufeff]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


@pytest.fixture
def planted(cast: Cast, settings: LazySettings, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    plant(cast)
    return cast


def every_address(cast: Cast) -> Iterator[str]:
    """Every address of the program: a record's own pages with each record, what hangs on them
    with two; and lists asked for a mark."""
    records = [str(row.uuid) for row in Record.everything.all()]
    numbers = {
        "records/<uuid:uuid>/$": records,
        "records/": records[:: len(records) - 1],
        "pupils/": [str(cast.leo.uuid)],
        "actions/": [str(row.uuid) for row in Action.objects.all()[:2]],
        "log/": records[:3],
        "school/staff/": [str(cast.sam.uuid)],
        "alerts/": [str(cast.leo.uuid)],
        "groups/": [str(cast.groups["4 Willow"].uuid)],
        "equipment/faults/": [str(Fault.objects.get().uuid)],
    }
    file = Attachment.objects.first()
    for pattern in sorted(addresses()):
        here = pattern.replace("<uuid:file>", str(file.uuid if file else ""))
        here = here.replace("<str:name>", "pupils.csv")
        start = next((one for one in sorted(numbers, key=len, reverse=True)
                      if f"{here}$".startswith(one)), "")  # fmt: skip
        for number in numbers.get(start, [""]) if "<uuid:uuid>" in here else [""]:
            yield "/" + here.replace("<uuid:uuid>", number)
    for name in ("find", "pupils", "log", "log/who", "school/words", "school/staff", "alerts"):
        yield f"/{name}/"


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_no_page_carries_a_planted_mark_as_markup(planted: Cast, count: Count) -> None:
    tried, ran, seen = 0, [], 0
    asked = {"q": MARK, "look_up": MARK, "kind": MARK, "list": MARK, "show": MARK, "after": MARK}
    for name in READERS:
        browser = Browser(name)
        for path in every_address(planted):
            client = browser.just_signed_in()
            sent = [client.get(path), client.post(path, asked)]
            sent += [] if "-" in path else [client.get(path, asked)]
            for answer in sent:
                if "html" not in answer["Content-Type"] or answer.streaming or not answer.content:
                    continue
                tried += 1
                seen += b"planted()" in answer.content
                ran += [(name, path, fault) for fault in faults_of(answer.content.decode())]
    count("B6", "pages with marks in every text", tried, len(ran))
    assert ran == []
    assert seen > tried / 4  # the marks do reach the pages, as text


QR = "data:image/svg+xml;base64,"  # a picture runs nothing; the page of the app draws one


def faults_of(page: str) -> list[str]:
    """What of the marks a browser, or our templates, would have taken for more than text."""
    try:
        tree = html.document_fromstring(page)
    except etree.ParserError:  # a part of a page that has nothing to show
        return ["not empty, and no markup"] if re.search(r"\w", page) else []
    found = [f"script: {node.text}" for node in tree.iter("script") if not node.get("src")]
    for node in tree.iter():
        if not isinstance(node.tag, str):
            continue
        found += [f"{node.tag} {name}" for name in node.attrib if name.startswith("on")]
        found += [f"{node.tag} {name}={value}" for name, value in node.attrib.items()
                  if name in {"href", "src", "action"} and not value.startswith(("/", "#", "?"))
                  and not value.startswith("tel:")
                  and not (node.tag == "img" and value.startswith(QR))]  # fmt: skip
        found += ["img src=x"] if node.get("src") == "x" else []
    return found + (["{{7*7}} was worked out"] if re.search(r"</script>49|\b49\{", page) else [])


@pytest.mark.slow
def test_answers_in_json_are_json_and_called_so(planted: Cast, count: Count) -> None:
    _, secret = make_token(planted.okafor, "marks", list(SCOPES))
    head = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    record = Record.everything.filter(state="filed").first()
    assert record is not None
    paths = ["/me", "/kinds", "/pupils", f"/pupils/{planted.leo.uuid}", "/records", "/actions",
             f"/records/{record.uuid}", "/alerts", "/records?q=planted", "/nowhere"]  # fmt: skip
    client, loose, carried = Client(), [], 0
    for path in paths:
        answer = client.get(f"/api/v1{path}", **head)
        carried += b"planted()" in answer.content
        if path != "/nowhere":
            json.loads(answer.content)
        if "json" not in answer["Content-Type"] and path != "/nowhere":
            loose.append(path)
        if answer["X-Content-Type-Options"] != "nosniff":
            loose.append(path)
    count("B6", "API answers with marks in them", len(paths), len(loose))
    assert (loose, carried > 4) == ([], True)


@pytest.mark.slow
def test_no_cell_that_goes_out_runs_in_a_spreadsheet(
    planted: Cast, tmp_path: Path, count: Count
) -> None:
    folder = tmp_path / "everything"
    export_school(planted.school, folder)
    client = Client()
    client.force_login(User.objects.get(username="office"))
    texts = {path.name: path.read_text() for path in folder.glob("*.csv")}
    for name in ("pupils.csv", "contacts.csv", "staff.csv", "groups.csv"):
        answer = client.get(f"/school/roll/template/{name}")
        texts[f"template {name}"] = b"".join(answer.streaming_content).decode()
    cells = [(name, cell) for name, text in texts.items()
             for row in csv.reader(io.StringIO(text)) for cell in row]  # fmt: skip
    running = [pair for pair in cells if RUNS_IN_A_SPREADSHEET.match(pair[1])]
    count("B6", "cells of files that go out", len(cells), len(running))
    assert running == []
    assert sum(cell.startswith("'=") for _, cell in cells) > 10


RISKY: tuple[Any, ...] = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\uff1d1+1",
    "\uff0b1", "\uff0d1", "\uff20SUM(1)", "\x00=1", "\ufeff=1", "\u200b=1", "\u2212=1",
)  # fmt: skip


def test_whatever_a_spreadsheet_might_run_gets_an_apostrophe(count: Count) -> None:
    bare = [cell for cell in RISKY if not safe_cell(cell).startswith("'")]
    count("B6", "beginnings of a formula", len(RISKY), len(bare))
    assert bare == []
    assert [safe_cell(cell) for cell in ("Leo", "", None, 4, "O’Brien")] == [
        "Leo", "", "", "4", "O’Brien"]  # fmt: skip
