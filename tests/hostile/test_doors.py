"""Nobody goes round the doors: what the source itself may not contain."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "handrail"
UNGUARDED = re.compile(r"\bRecord\.everything\b|\b_base_manager\b")
FILES = {
    path.relative_to(SOURCE): path.read_text(encoding="utf-8")
    for path in sorted(SOURCE.rglob("*.py"))
    if "migrations" not in path.parts
}
# The spine itself, and whatever holds the whole school for its owner, never for a reader.
MAY_READ_EVERYTHING = {"records", "demo", "cli", "keeping"}
FOR_THE_OWNER = {"sharing/leaving.py"}


def rooms_with(pattern: re.Pattern[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, text in FILES.items():
        if pattern.search(text):
            found.setdefault(path.parts[0], []).append(str(path))
    return found


def test_only_the_spine_and_the_owners_console_read_past_the_rules() -> None:
    found = {room: set(paths) - FOR_THE_OWNER for room, paths in rooms_with(UNGUARDED).items()}
    beyond = {room: paths for room, paths in found.items() if room not in MAY_READ_EVERYTHING}
    print(f"doors: {sum(map(len, beyond.values()))} of {len(FILES)} files read past the rules")
    assert {room: paths for room, paths in beyond.items() if paths} == {}


def test_records_are_written_only_by_the_spine() -> None:
    writes = re.compile(r"\bRecord(\.\w+)?\.(create|bulk_create|get_or_create|update)\(|\bRecord\(")
    found = {str(path) for path, text in FILES.items()
             if writes.search(text) and "handrail.records.models import" in text}  # fmt: skip
    assert {path for path in found if not path.startswith("records/")} == set()


def test_no_kind_has_pages_listeners_or_messages() -> None:
    forbidden = re.compile(
        r"django\.(http|shortcuts|urls|dispatch|core\.mail)|receiver\(|send_mail"
    )
    kinds = {str(path) for path, text in FILES.items()
             if path.parts[0] == "kinds" and forbidden.search(text)}  # fmt: skip
    assert kinds == set()


def test_nothing_marks_what_people_typed_as_safe() -> None:
    templates = SOURCE.rglob("*.html")
    loose = [
        path.name
        for path in templates
        if re.search(r"\|\s*safe\b|autoescape off", path.read_text())
    ]
    code = [str(path) for path, text in FILES.items() if "mark_safe" in text or "|safe" in text]
    assert (loose, code) == ([], [])


def test_nothing_builds_a_question_to_the_database_out_of_what_people_typed() -> None:
    """Raw statements name tables of ours only; every value stands apart from the statement."""
    raw = re.compile(r"\.raw\(|\.extra\(|RawSQL")
    assert rooms_with(raw) == {}
