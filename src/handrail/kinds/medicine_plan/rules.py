"""The rules of medicines held: plain functions of what was written."""

from collections.abc import Iterator

from django.db import models

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.kinds.medicine_plan.models import Held
from handrail.plans import ruling
from handrail.records.kind import Facts, Found


def headline(facts: Facts) -> str:
    """That it is new, changed, the same or ended; which medicines stays in it."""
    return ruling.headline(facts, "Medicines held")


def look(facts: Facts) -> Iterator[Found]:
    """What must not be given yet, said as it is written down."""
    day = clock.local(facts.happened_at).date()
    pupil = next(iter(facts.people.get("about", ())), None)
    for row in facts.rows.get("held", ()):
        if not isinstance(row, Held):
            continue
        if not (row.consent_by and row.consent_on):
            said = "No consent of a parent or carer: it must not be given"
            yield Found(f"consent-{row.position}", row.name, said, "look", pupil)
        if row.expires_on is not None and row.expires_on < day:
            said = f"Expired on {said_day(row.expires_on)}: it must not be given"
            yield Found(f"expired-{row.position}", row.name, said, "look", pupil)
    if not facts.people.get("adult") and not getattr(facts.detail, "ended", False):
        said = "Nobody is named who gives them: name them under Who, and it stands in their Today"
        yield Found("adults", "Who gives them", said, "look", pupil)


def forget(detail: models.Model) -> None:
    """Dates alone stand here; the medicines are rows and go with them."""
