"""For how long a school keeps what it keeps, in words: asked here by whoever must say it.

Engines are strangers to each other. The module settings.PERIODS defines `periods_said`.
"""

from collections.abc import Collection
from importlib import import_module

from django.conf import settings

from handrail.school.models import School


def periods_said(school: School, kinds: Collection[str] = ()) -> list[str]:
    """A sentence for each kind, by the periods that hold at this school today. Without `kinds` of
    every kind, and of what is kept beside records."""
    said: list[str] = import_module(settings.PERIODS).periods_said(school, kinds)
    return said
