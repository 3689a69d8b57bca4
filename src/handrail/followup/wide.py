"""Wide reading: whoever opens very many pupils' files in an hour is told to the leads."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction

from handrail.core import clock
from handrail.notify.telling import tell_wide
from handrail.records.models import AccessEntry, PupilOpening, WideReading
from handrail.school.models import School

WINDOW = timedelta(hours=1)
KEPT_FOR = timedelta(days=365)  # who opened which pupil's page; readings of records are kept on

Files = dict[tuple[int, int], set[int]]


def tell_wide_readings() -> int:
    """Tell the leads of everyone who went past their school's number, once a person and a day.

    Nobody is stopped: a concern at night may need every file. Counts pages, records, attachments,
    exports and the API alike. Safe to run as often as one likes; returns how many were new.
    """
    files = opened_since(WINDOW)
    limits = dict(School.objects.values_list("pk", "many_files"))
    wide = [(who, pupils) for who, pupils in files.items() if len(pupils) >= limits[who[1]]]
    PupilOpening.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()
    return sum(_tell(person, school, len(pupils)) for (person, school), pupils in wide)


def opened_since(window: timedelta) -> Files:
    """The pupils whose files each person opened at each school, until now."""
    since = clock.now() - window
    files: Files = defaultdict(set)
    pages = PupilOpening.objects.filter(at__gte=since)
    for person, school, pupil in pages.values_list("person_id", "school_id", "pupil_id"):
        files[person, school].add(pupil)
    records = AccessEntry.objects.filter(at__gte=since, record__involvements__as_pupil=True)
    records = records.exclude(how=AccessEntry.How.KEPT)  # what a device takes, nobody opened
    rows = records.order_by().values_list(
        "person_id", "record__school_id", "record__involvements__person_id"
    )
    for person, school, pupil in rows.distinct():
        files[person, school].add(pupil)
    return files


@transaction.atomic
def _tell(person: int, school: int, pupils: int) -> bool:
    found, fresh = WideReading.objects.get_or_create(
        person_id=person, school_id=school, day=clock.today(),
        defaults={"at": clock.now(), "pupils": pupils},
    )  # fmt: skip
    if fresh:
        tell_wide(found)
    elif found.pupils < pupils:
        WideReading.objects.filter(pk=found.pk).update(pupils=pupils)
    return fresh
