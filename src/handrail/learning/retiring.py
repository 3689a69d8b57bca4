"""Retiring: an objective or a list goes out of use and back; its marks and plans stay."""

from django.db.models import QuerySet

from handrail.core import clock
from handrail.learning.models import Framework, Objective
from handrail.people.models import Post
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.school.models import School

KEEPERS = (Post.Role.ADMINISTRATOR, Post.Role.HEAD, Post.Role.SENCO)
NOT_YOURS = "The office, the head or the SENCO keeps the lists of objectives."


def lists_at(school: School) -> QuerySet[Framework]:
    """The lists of a school, retired ones too; not that of the pupils' own targets."""
    return Framework.objects.filter(school=school).exclude(sort=Framework.Sort.PUPIL)


def retire(reader: Reader, row: Objective | Framework) -> None:
    """Take an objective, or a list with all its objectives, out of use: nobody finds it for a plan
    any more, and what was planned or marked stays. The same again does nothing. Raises Refused."""
    _refuse_unfit(reader, row)
    if row.retired_on is None:
        row.retired_on = clock.today()
        row.save(update_fields=["retired_on"])


def bring_back(reader: Reader, row: Objective | Framework) -> None:
    """Put what was retired in use again. Raises Refused."""
    _refuse_unfit(reader, row)
    row.retired_on = None
    row.save(update_fields=["retired_on"])


def _refuse_unfit(reader: Reader, row: Objective | Framework) -> None:
    framework = row.framework if isinstance(row, Objective) else row
    if not reader.holds(framework.school_id, *KEEPERS):
        raise Refused(NOT_YOURS)
    if framework.sort == Framework.Sort.PUPIL:
        raise Refused("A pupil’s own target belongs to the pupil, and is not retired here.")
