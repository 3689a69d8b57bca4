"""A finding: one thing that is not as it should be, and how to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`grave` ones stop Handrail from being served."""

    what: str
    mend: str
    grave: bool = False
