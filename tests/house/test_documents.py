"""What stands in lists of the documents is what is there."""

import re
from pathlib import Path

from handrail.records.kind import all_kinds

ROOT = Path(__file__).resolve().parents[2]
CALLED = {  # what the readme calls them inside a sentence
    "Debrief": "debriefs",
    "Review of a hold": "debriefs and reviews",
    "Has it stopped?": "whether it stopped",
    "Support review": "support plan with its reviews",
    "Medicines held": "medicines (held",
    "Medicine": "each dose",
}


def test_the_readme_names_every_kind_of_record() -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    listed = readme.partition("Kinds of record:")[2].partition("## ")[0].lower()
    names = [CALLED.get(kind.label, kind.label).lower() for kind in all_kinds()]
    assert [name for name in names if name not in listed] == []


def test_the_list_of_decisions_has_every_one_under_its_title() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for path in sorted(folder.glob("0*.md")):
        number, title = path.read_text(encoding="utf-8").splitlines()[0][2:].split(". ", 1)
        assert f"| {number} | [{title}]({path.name}) |" in listed
    written = {int(path.name[:4]) for path in folder.glob("0*.md")}
    gaps = sorted(set(range(1, max(written))) - written)
    named = re.search(r"; ([\d, and]+) were never written", listed)
    assert named is not None
    assert [int(number) for number in re.findall(r"\d+", named[1])] == gaps
