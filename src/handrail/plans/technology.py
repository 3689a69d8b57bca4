"""The technology that helps pupils, as their profiles in force say it: to read beside the pupil."""

from collections.abc import Mapping, Sequence

from handrail.core import clock
from handrail.records.in_force import in_force_of
from handrail.records.models import AccessEntry, Record
from handrail.records.reader import Reader
from handrail.records.reading import note_shown
from handrail.school.models import School


def technology_of(
    reader: Reader, school: School, people: Sequence[int], *,
    before_me: bool = False, how: str = AccessEntry.How.OPENED,
) -> dict[int, tuple[Mapping[str, str], ...]]:  # fmt: skip
    """What helps each pupil, by the key of the person: what, where, who sets it up, how alone.

    Of profiles that the reader may read; with `before_me` also of pupils whom they have in front
    of them in a lesson that they cover, whose profiles stay shut otherwise. What is shown is
    noted as read, once a day; the queries do not grow with the pupils.
    """
    known = None if before_me else Record.objects.readable_by(reader)
    profiles = in_force_of("profile", people, school, clock.now(), known)
    shown = {key: one for key, one in profiles.items() if one.rows_by_slug.get("technology")}
    note_shown(reader, [one.record for one in shown.values()], how)
    return {
        person: tuple(
            {"what": row.what, "found_at": row.found_at, "set_up_by": row.set_up_by,
             "alone": row.get_independence_display().lower()}
            for row in one.rows_by_slug["technology"]
        )
        for person, one in shown.items()
    }  # fmt: skip
