"""Settings as somebody wrote them: what is no number, or no address, is refused in a sentence."""

from collections.abc import Mapping
from urllib.parse import ParseResult, urlparse

from handrail.core.refusal import Refused


def whole_number(said: Mapping[str, str], name: str, usual: int, what: str, most: int) -> int:
    """A number of `what` from 1 to `most`; the usual one where the setting is left out.

    Raises Refused that names the setting, what it says, and what it takes.
    """
    given = said.get(name, "").strip()
    if not given:
        return usual
    if not _is_number(given, 1, most):
        raise Refused(f"{name} is {given!r} and must be a number of {what} from 1 to {most}.")
    return int(given)


def whole_numbers(
    said: Mapping[str, str], name: str, usual: str, what: str, most: int
) -> list[int]:
    """Up to three numbers from 0 to `most` with commas between. Raises Refused as above."""
    given = said.get(name, "").strip() or usual
    parts = [part.strip() for part in given.split(",")]
    if len(parts) > len(what.split(", ")) or not all(_is_number(one, 0, most) for one in parts):
        raise Refused(
            f"{name} is {given!r} and must be numbers from 0 to {most} with commas between: {what}."
        )
    return [int(part) for part in parts]


def address(said: Mapping[str, str], name: str, example: str) -> ParseResult:
    """An address, whose port is one. Raises Refused, which quotes nothing: it may hold a password.

    Left out, its parts are empty.
    """
    try:
        parsed = urlparse(said.get(name, "").strip())
        parsed.port  # noqa: B018 - reading it is what fails
    except ValueError:
        raise Refused(
            f"{name} is no address with a port from 1 to 65535. Write it as: {example}"
        ) from None
    return parsed


def _is_number(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9 and least <= int(text) <= most
