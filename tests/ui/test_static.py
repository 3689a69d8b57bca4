"""Static files are pressed once; what is pressed already, and opens to its file, is left alone."""

import gzip
from pathlib import Path

import brotli

from handrail.ui.storage import Pressing

STYLE = b"body { color: black }\n" * 50


def pressed(path: Path) -> list[str]:
    """The ends of what was pressed now."""
    return [name.removeprefix(str(path)) for name in Pressing(quiet=True).compress(str(path))]


def test_what_is_pressed_is_not_pressed_again_until_it_changes(tmp_path: Path) -> None:
    style = tmp_path / "look.css"
    style.write_bytes(STYLE)
    assert pressed(style) == [".br", ".gz"]
    assert pressed(style) == []
    style.write_bytes(STYLE + b"p { margin: 0 }\n")
    assert pressed(style) == [".br", ".gz"]
    assert pressed(style) == []
    for end, opened in ((".gz", gzip.decompress), (".br", brotli.decompress)):
        copy = Path(f"{style}{end}")
        for harm in (lambda copy: copy.unlink(), lambda copy: copy.write_bytes(b"spoilt"),
                     lambda copy: copy.write_bytes(copy.read_bytes()[:-5])):  # fmt: skip
            harm(copy)
            assert pressed(style) == [".br", ".gz"]
            assert opened(copy.read_bytes()) == style.read_bytes()
