"""The parts of the details page that only some see: who sees each, and what was sent to it.

Designations and professionals are known to the designated leads, the head and the SENCO. To
everybody else the page has no such part, whether there is one or not.
"""

from datetime import date
from typing import Any

from handrail.entry.guards import At
from handrail.people.models import Pupil
from handrail.records.rules import KNOW_OF_CARE
from handrail.school.models import School
from handrail.web.designations import DesignationForm, change_designations
from handrail.web.ethnicity_part import EthnicityForm, change_ethnicity
from handrail.web.professionals import ProfessionalForm, change_professionals, professionals_of


def may_know_of_care(request: At, pupil: Pupil) -> bool:
    """By post, and never about one's own child."""
    holds = request.reader.holds(request.school.pk, *KNOW_OF_CARE)
    return holds and pupil.pk not in request.reader.own_child_ids


def parts_of(request: At, pupil: Pupil) -> dict[str, Any]:
    """The parts as far as this reader may see them, with what was sent in their fields."""
    sent = request.POST
    found: dict[str, Any] = {}
    if may_know_of_care(request, pupil):
        found["designation_form"] = DesignationForm(sent if "designation" in sent else None)
        found["designations"] = pupil.designations.order_by("-starts", "pk")
        found["professional_form"] = ProfessionalForm(sent if "job" in sent else None)
        found["professionals"] = professionals_of(pupil, request.reader.day)
    if request.school.keeps_ethnicity:
        found["ethnicity_form"] = EthnicityForm(sent if "ethnicity" in sent else None, pupil=pupil)
    return found


def change_parts(
    pupil: Pupil, school: School, parts: dict[str, Any], sent: Any, last_day: date
) -> bool:
    """Do the one thing that was sent to one of the parts; whether it was done."""
    if "designation_form" in parts and (
        change_designations(pupil, parts["designation_form"], sent, last_day)
        or change_professionals(pupil, school, parts["professional_form"], sent, last_day)
    ):
        return True
    return "ethnicity_form" in parts and change_ethnicity(pupil, parts["ethnicity_form"])


def forms_of(parts: dict[str, Any]) -> list[Any]:
    """The forms among them."""
    return [part for name, part in parts.items() if name.endswith("_form")]
