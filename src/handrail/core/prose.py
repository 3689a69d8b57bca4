"""Prose: what people typed, made fit to be stored anywhere without losing a word of it."""

import re

_UNSTORABLE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]")
_HALF_LETTERS = re.compile("[\ud800-\udfff]")


def tidy(text: str) -> str:
    """Line ends as "\\n", no control characters, no half letters, nothing blank around it.

    PostgreSQL refuses the character 0 and no encoding can write half of a pair: both come from
    broken devices or hostile ones, never from somebody's words.
    """
    if not text:
        return ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HALF_LETTERS.sub("\ufffd", _UNSTORABLE.sub("", lines)).strip()
