"""Bringing scores in, all of a file or nothing; taking a file back; who may do so."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.learning.reading import PLANNERS, SEES_ALL, open_pupils
from handrail.people.models import Pupil
from handrail.people.working import pupils_of
from handrail.records.reader import Reader
from handrail.records.refusal import Refused, reason_given
from handrail.school.models import School
from handrail.scores.models import Batch, Score
from handrail.scores.reading import Bad, Read, read_scores

BRINGERS = PLANNERS
SAID = {
    "instrument": "Say which test or questionnaire it is.",
    "version": "Say which version or form: two versions are never joined.",
}


class BadRows(Exception):  # noqa: N818 - it carries an answer, as Refused does
    """Raised when anything in a file cannot be kept; nothing of it was."""

    def __init__(self, bad: list[Bad]) -> None:
        super().__init__(f"{len(bad)} cells cannot be kept")
        self.bad = sorted(bad, key=lambda one: one.line)


def bring_scores(reader: Reader, batch: Batch, body: bytes) -> Batch:
    """Keep every score of a file, or none and raise BadRows with each cell that is amiss. Raises
    Refused, with its field, for what is said of the instrument. A form sent twice makes one."""
    if not reader.holds(batch.school_id, *BRINGERS):
        raise Refused("Teachers, SENCO, behaviour manager and head bring scores in.")
    if already := Batch.objects.filter(uuid=batch.uuid, brought_by=reader.person).first():
        return already
    batch.brought_by, batch.brought_at = reader.person, clock.now()
    _check(batch)
    read = read_scores(body, batch, _pupils(reader, batch.school), clock.today())
    _refuse_twice(batch, read)
    if read.bad:
        raise BadRows(read.bad)
    try:
        with transaction.atomic():
            batch.save()
            Score.objects.bulk_create(
                Score(batch=batch, pupil_id=row.pupil, date=row.date, part=row.part,
                      value=row.value)
                for row in read.rows
            )  # fmt: skip
    except IntegrityError:
        raise Refused("This file lost its number. Open the page again.") from None
    return batch


def _check(batch: Batch) -> None:
    for name, sentence in SAID.items():
        setattr(batch, name, tidy(getattr(batch, name)))
        if not getattr(batch, name):
            raise Refused(sentence, name)
    try:
        batch.clean_fields(exclude=["school", "brought_by", "withdrawn_by"])
    except ValidationError as wrong:
        field, said = next(iter(wrong.message_dict.items()))
        raise Refused(said[0], field) from None
    if batch.highest <= batch.lowest:
        raise Refused("The highest score lies above the lowest.", "highest")
    if batch.norms_of and batch.norms_of > clock.today():
        raise Refused("That day has not come yet.", "norms_of")
    if (batch.spread is None) != (batch.reliability is None):
        raise Refused("Give both the standard deviation and the reliability, or neither.",
                      "reliability" if batch.reliability is None else "spread")  # fmt: skip
    if batch.spread == 0:
        raise Refused("The standard deviation lies above 0.", "spread")


def _pupils(reader: Reader, school: School) -> dict[str, int]:
    """By UPN and by public number, the pupils on roll whose learning this reader may read."""
    rows = list(pupils_of(school, reader.day).distinct())
    open_ = open_pupils(reader, school.pk, [row.pk for row in rows])
    mine: list[Pupil] = [row for row in rows if row.pk in open_]
    return {
        **{row.upn.upper(): row.pk for row in mine if row.upn},
        **{str(row.person.uuid): row.pk for row in mine},
    }


def _refuse_twice(batch: Batch, read: Read) -> None:
    """What stands already, of the same instrument, sort, day and part, does not come in again."""
    rows = Score.objects.filter(
        batch__school=batch.school, batch__instrument__iexact=batch.instrument,
        batch__sort=batch.sort, batch__withdrawn_at=None,
        pupil__in={row.pupil for row in read.rows},
    )  # fmt: skip
    there = set(rows.order_by().values_list("pupil", "date", "part"))
    for row in read.rows:
        if (row.pupil, row.date, row.part) in there:
            read.amiss("There is a score of this pupil and day already.", row.line, "date",
                       str(row.date))  # fmt: skip


def batches_open_to(reader: Reader, school: School) -> QuerySet[Batch]:
    """The files that a reader may know of: their own; all for those who see all learning."""
    rows = Batch.objects.filter(school=school).select_related("brought_by", "withdrawn_by")
    if not reader.holds(school.pk, *BRINGERS, *SEES_ALL):
        return rows.none()
    return rows if reader.holds(school.pk, *SEES_ALL) else rows.filter(brought_by=reader.person)


def withdraw_batch(reader: Reader, batch: Batch, why: str) -> None:
    """Take a whole file back with a reason: its scores stand, struck through, and count no more."""
    if not batches_open_to(reader, batch.school).filter(pk=batch.pk).exists():
        raise Refused("There is no such file.")
    if batch.withdrawn_at:
        raise Refused("It was withdrawn already.")
    because = reason_given(why, "Say why, in a sentence.", "because", most=200)
    batch.withdrawn_at, batch.withdrawn_by = clock.now(), reader.person
    batch.withdrawn_because = because
    batch.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
