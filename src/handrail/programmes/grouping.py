"""A group on a programme: its pupils join together, and whoever joins the group later."""

from handrail.core import clock
from handrail.learning.planning import pupils_in
from handrail.learning.reading import open_pupils
from handrail.people.models import Enrolment
from handrail.programmes.models import Programme, ProgrammePupil
from handrail.programmes.reading import may_steer
from handrail.records.reader import Reader


def join_group(reader: Reader, programme: Programme) -> int:
    """Put everybody of the programme's group on it who is not there yet, is on roll, and whose
    learning this reader may read; how many joined. No start is said of any."""
    if programme.group is None or not may_steer(reader, programme):
        return 0
    there = set(programme.places.values_list("pupil", flat=True))
    people = [one for one in pupils_in(programme.group, clock.today()) if one.pk not in there]
    keys = [one.pk for one in people]
    on_roll = Enrolment.objects.on_roll(clock.today()).filter(
        pupil__in=open_pupils(reader, programme.school_id, keys), school=programme.school_id
    )
    fits = set(on_roll.values_list("pupil", flat=True))
    rows = [ProgrammePupil(programme=programme, pupil=one) for one in people if one.pk in fits]
    ProgrammePupil.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
