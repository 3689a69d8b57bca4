"""The engine as a package of its own: nothing but the standard library, and it builds alone."""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "evidence"
SOURCE = FOLDER / "src" / "handrail_evidence"


def test_it_imports_nothing_but_the_standard_library() -> None:
    roots = {
        name.split(".")[0]
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
    }
    assert roots - set(sys.stdlib_module_names) == {"handrail_evidence"}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_it_runs_without_handrail_or_django(tmp_path: Path) -> None:
    """A Python without site-packages, told only where the source is."""
    code = (
        f"import sys; sys.path.insert(0, {str(SOURCE.parent)!r}); import handrail_evidence.console"
    )
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True, cwd=tmp_path, timeout=60)


@pytest.mark.slow
def test_it_builds_alone_and_offline(tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation",
        "--quiet", "--wheel-dir", str(tmp_path), str(FOLDER),
    ]  # fmt: skip
    subprocess.run(command, check=True, timeout=120)
    [wheel] = tmp_path.glob("handrail_evidence-*.whl")
    names = {name.split("/")[-1] for name in zipfile.ZipFile(wheel).namelist()}
    assert {path.name for path in SOURCE.iterdir() if path.is_file()} <= names
