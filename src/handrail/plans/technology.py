"""The technology that helps pupils, as their profiles in force say it: to read beside the pupil."""

from collections.abc import Mapping, Sequence

from handrail.core import clock
from handrail.plans.standing import as_they_stood
from handrail.records.in_force import InForce
from handrail.records.models import AccessEntry, Record
from handrail.records.reader import Reader
from handrail.records.reading import note_shown
from handrail.records.sensitivity import Sensitivity
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
    profiles = _profiles(reader, school, people, before_me)
    shown = {
        person: one for person, one in profiles.items()
        if not one.detail.ended and one.rows_by_slug.get("technology")
    }  # fmt: skip
    note_shown(reader, [one.record for one in shown.values()], how)
    return {
        person: tuple(
            {"what": row.what, "found_at": row.found_at, "set_up_by": row.set_up_by,
             "alone": row.get_independence_display().lower()}
            for row in one.rows_by_slug["technology"]
        )
        for person, one in shown.items()
    }  # fmt: skip


def _profiles(
    reader: Reader, school: School, people: Sequence[int], before_me: bool
) -> dict[int, InForce]:
    """The last version of each pupil's profile, where it may be known of."""
    if not people:
        return {}
    known = Record.objects.readable_by(reader)
    if before_me:
        known = Record.everything.filter(sensitivity__lt=Sensitivity.RESTRICTED)
    rows = known.filter(
        kind="profile", school=school, state=Record.State.FILED, happened_at__lte=clock.now(),
        involvements__person__in=people, involvements__role="about",
    ).order_by("-happened_at", "-pk")  # fmt: skip
    newest: dict[int, int] = {}
    for pk, person in rows.values_list("pk", "involvements__person"):
        newest.setdefault(person, pk)
    if not newest:
        return {}
    whose = {pk: person for person, pk in newest.items()}
    stood = as_they_stood(known.filter(pk__in=whose).select_related("author", "school"))
    return {whose[one.record.pk]: one for one in stood}
