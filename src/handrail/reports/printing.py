"""Printing a report: the same letters, look and promises (PDF/UA-1) for every one."""

from pathlib import Path
from typing import Any

from handrail.sharing.printing import printed

TEMPLATE = Path(__file__).parent / "report.typ"


def printed_report(body: dict[str, Any]) -> bytes:
    """The PDF. The same body on the same day gives the same bytes."""
    return printed(body, TEMPLATE)
