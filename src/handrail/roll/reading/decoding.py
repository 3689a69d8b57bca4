"""Turns the bytes of a list into text, whatever program saved it."""

import codecs
import re

from handrail.roll.faults import RollRefused
from handrail.roll.reading.package import CANNOT_OPEN

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def broken_letters(example: str) -> str:
    """The sentence for letters that were lost on the way."""
    return (
        f"Some names have broken letters ({example}). Save the file as 'CSV UTF-8' and try again."
    )


def decode(data: bytes, file: str) -> tuple[str, bool]:
    """The text, and whether it came in an old coding that had to be guessed."""
    text, guessed = _by_mark(data, file)
    if _CONTROL.search(text):
        raise RollRefused(CANNOT_OPEN, file=file)
    return text, guessed


def _by_mark(data: bytes, file: str) -> tuple[str, bool]:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16"), False
        if wide := _unmarked_utf16(data):
            return data.decode(wide), False
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), True
    except UnicodeDecodeError as trouble:
        raise RollRefused(broken_letters("\ufffd"), file=file) from trouble


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without its mark shows as a zero in every other byte."""
    start = data[:400]
    if len(start) < 4 or len(data) % 2:
        return ""
    half = len(start) // 2
    if start[1::2].count(0) > half * 0.8:
        return "utf-16-le"
    if start[0::2].count(0) > half * 0.8:
        return "utf-16-be"
    return ""
