"""Printing a report: the same letters, look and promises (PDF/UA-1) for every one."""

from pathlib import Path
from typing import Any

from handrail.sharing.printing import printed

HERE = Path(__file__).parent
GOVERNORS = HERE / "governors.typ"
HOME = HERE / "home.typ"
MISSING = HERE / "missing.typ"
PACK = HERE / "pack.typ"
RECORDS = HERE / "report.typ"  # one record, or many


def printed_report(body: dict[str, Any], template: Path = RECORDS) -> bytes:
    """The PDF. The same body on the same day gives the same bytes."""
    return printed(body, template)
