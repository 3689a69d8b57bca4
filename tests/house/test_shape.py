"""The house style that a machine can judge: short functions, files with one reason, plain names."""

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "handrail"
LONGEST_FUNCTION = 50
LONGEST_FILE = 400
CUPBOARDS = {"utils", "util", "helpers", "common", "misc", "managers"}
INLINE = (" style=", "<style", " onclick=", " onchange=", " onsubmit=", " onload=", "javascript:")

ENGINE = SOURCE.parents[1] / "evidence" / "src" / "handrail_evidence"
FILES = {
    str(path.relative_to(folder.parent)): path.read_text(encoding="utf-8")
    for folder in (SOURCE, ENGINE)
    for path in sorted(folder.rglob("*.py"))
    if "migrations" not in path.parts
}
TREES = {name: ast.parse(text) for name, text in FILES.items()}


def test_every_function_fits_in_the_eye() -> None:
    long = {
        f"{name}: {node.name}": length
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}, "look for the second idea in these"


def test_every_file_is_short() -> None:
    lengths = {name: len(text.splitlines()) for name, text in FILES.items()}
    assert {name: length for name, length in lengths.items() if length >= LONGEST_FILE} == {}


def test_the_first_line_of_every_file_says_its_reason() -> None:
    silent = [name for name, text in FILES.items() if text and not ast.get_docstring(TREES[name])]
    assert silent == []


def test_there_are_no_cupboards() -> None:
    stems = {path.stem for path in SOURCE.rglob("*") if path.is_dir() or path.suffix == ".py"}
    assert stems & CUPBOARDS == set()


def test_templates_carry_no_inline_script_or_style() -> None:
    """The Content-Security-Policy would drop them without a word."""
    found = [
        f"{path.relative_to(SOURCE)}: {mark.strip()}"
        for path in SOURCE.rglob("*.html")
        for mark in INLINE
        if mark in path.read_text(encoding="utf-8").lower()
    ]
    assert found == []
