"""Checks and faults as they leave: the school's tables. Nothing of a pupil is kept here."""

from datetime import date

from handrail.equipment.models import Check, Fault, FaultStep, Look
from handrail.people.models import Person
from handrail.records.beside import Said, Tables
from handrail.school.models import School


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """Nothing: checks and faults are about things."""
    return []


def tables(school: School) -> Tables:
    """The list, the looks, the faults and their steps, with numbers of people instead of keys."""
    check = {"number": "uuid", "what": "what", "place": "place__name", "look_at": "look_at",
             "every_days": "every", "who": "who__uuid", "next": "due_on", "made_at": "made_at",
             "made_by": "made_by__uuid", "retired_on": "retired_on"}  # fmt: skip
    seen = {"number": "uuid", "check": "check_of__uuid", "at": "at", "by": "by__uuid",
            "in_order": "in_order", "was_due_on": "was_due_on"}  # fmt: skip
    fault = {"number": "uuid", "look": "look__uuid", "what": "what", "place": "place__name",
             "words": "words", "how_bad": "how_bad", "out_of_use": "out_of_use",
             "reported_by": "reported_by__uuid", "reported_at": "reported_at", "mender": "mender",
             "mend_by": "mend_by", "mended_on": "mended_on", "closed_at": "closed_at",
             "closed_by": "closed_by__uuid", "closed_words": "closed_words"}  # fmt: skip
    step = {"fault": "fault__uuid", "at": "at", "by": "by__uuid", "words": "words"}
    found = {
        "checks.csv": (check, Check.objects.filter(school=school)),
        "checks_done.csv": (seen, Look.objects.filter(check_of__school=school)),
        "faults.csv": (fault, Fault.objects.filter(school=school)),
        "fault_steps.csv": (step, FaultStep.objects.filter(fault__school=school)),
    }
    return {
        name: (list(columns), rows.order_by("pk").values_list(*columns.values()))  # type: ignore[attr-defined]
        for name, (columns, rows) in found.items()
    }
