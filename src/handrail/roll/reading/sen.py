"""SEN provision codes: N, K and E stand today; A, P, Q and S are history."""

from handrail.roll.reading.context import Reading
from handrail.roll.reading.people import LeftOut
from handrail.roll.reading.table import Row

_NOW = {
    "n": "N", "nosen": "N", "none": "N", "nospecialeducationalneed": "N",
    "k": "K", "sensupport": "K",
    "e": "E", "ehcp": "E", "ehcplan": "E", "educationhealthandcareplan": "E",
}  # fmt: skip
_ENDED = {
    "A": "School Action",
    "P": "School Action Plus",
    "Q": "School Action Plus and statutory assessment",
    "S": "a Statement",
}


def read_sen(reading: Reading, row: Row) -> tuple[str, str]:
    """(code of today, words of history); asks what to do with old and unknown codes."""
    text = row["sen_provision"]
    key = "".join(letter for letter in text.casefold() if letter.isalnum())
    if not key:
        return "", ""
    if key in _NOW:
        return _NOW[key], ""
    if key.upper() in _ENDED:
        return "", _history(reading, key.upper())
    answer = reading.ask(
        "unknown-sen",
        f"{row.said}: '{text[:40]}' is not an SEN code we know (N, K or E). Leave it out?",
        ("yes", "no"),
    )
    if answer == "no":
        raise LeftOut(f"{row.said}: '{text[:40]}' is not an SEN code we know.", "sen_provision")
    return "", ""


def _history(reading: Reading, code: str) -> str:
    what = _ENDED[code]
    sentence = f"'{code}' was {what} and ended in 2014. Keep it as history?"
    answer = reading.ask("retired-sen", sentence, ("yes", "no"))
    return f"Had {what} (before 2014)" if answer == "yes" else ""
