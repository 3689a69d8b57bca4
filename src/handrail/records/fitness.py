"""Whether a draft may be filed: who writes, who is in it, when, and with which words."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.people.models import Enrolment, Post
from handrail.records.draft import Draft, Involved
from handrail.records.kind import Kind, Role, kind_named
from handrail.records.models import Record
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.records.rules import may_write, may_write_about
from handrail.school.models import School

SKEW = timedelta(minutes=5)  # devices' clocks differ a little
LONG_AGO = timedelta(days=366 * 20)


def refuse_unfit(draft: Draft, reader: Reader) -> None:
    """Raise Refused with the first reason why this draft cannot be filed."""
    kind = kind_named(draft.kind)
    _refuse_writer(kind, draft, reader)
    _refuse_time(draft)
    _refuse_elsewhere(draft)
    _refuse_people(kind, draft)
    _refuse_not_theirs(kind, draft, reader)
    _refuse_words(kind, draft)
    _refuse_detail(kind, draft)


def _refuse_writer(kind: Kind, draft: Draft, reader: Reader) -> None:
    if not kind.active:
        raise Refused(f"{kind.label} is no longer recorded here.")
    if draft.author.pk != reader.person_id:
        raise Refused("A record is filed by whoever wrote it.")
    if not may_write(reader, kind.writers, draft.school.pk):
        raise Refused(f"Your post does not record {kind.plural.lower()} at this school.")
    if (draft.sensitivity or 0) > 2:
        raise Refused("Choose ordinary, sensitive or restricted.", "sensitivity")


def _refuse_time(draft: Draft) -> None:
    if draft.happened_at > clock.now() + SKEW:
        raise Refused("This time is still to come. Say when it happened.", "happened")
    if draft.happened_at < clock.now() - LONG_AGO:
        raise Refused("This is more than 20 years ago. Check the year.", "happened")
    if draft.precision not in Record.Precision.values:
        raise Refused(
            "Say whether the time is exact, about right, or some time that day.", "happened"
        )


def _refuse_elsewhere(draft: Draft) -> None:
    """Where it happened is a place, and whom it was with a group, of the same school."""
    if draft.place and draft.place.school_id != draft.school.pk:
        raise Refused("This place is not at this school. Choose another.", "place")
    if draft.group and draft.group.school_id != draft.school.pk:
        raise Refused("This group is not at this school. Choose another.", "who")


def _refuse_people(kind: Kind, draft: Draft) -> None:
    if not draft.involved and draft.group is None:
        raise Refused("Say who it was: choose at least one pupil.", "who")
    people = [who.person.pk for who in draft.involved]
    if len(people) != len(set(people)):
        raise Refused("Somebody is named twice. Give each person one part.", "who")
    for who in draft.involved:
        if (role := kind.role(who.role)) is None:
            raise Refused(f"{kind.label} has no part called {who.role}.", "who")
        if not role.fits(as_pupil=who.as_pupil):
            raise Refused(
                f"“{role.label}” is not a part that they can have. Choose another.", "who"
            )
    for role in kind.roles:
        _refuse_count(role, sum(who.role == role.slug for who in draft.involved))
    refuse_people_elsewhere(draft.school, draft.involved)


def _refuse_not_theirs(kind: Kind, draft: Draft, reader: Reader) -> None:
    pupils = {who.person.pk for who in draft.involved if who.as_pupil}
    if sentence := why_not_about(kind, draft.school, reader, pupils):
        raise Refused(sentence, "who")


def why_not_about(kind: Kind, school: School, reader: Reader, pupils: Collection[int]) -> str:
    """Why this reader does not write this kind about these pupils; empty when they may."""
    if not kind.goes_on or may_write_about(reader, kind.writers, school.pk, pupils):
        return ""  # only a record that goes on takes the place of the one before
    return (
        f"You do not work with this pupil, so {kind.plural.lower()} about them are written by "
        "others. Ask the SENCO or the behaviour manager."
    )


def too_many(role: Role) -> str:
    """What is wrong where more people have a part than a record has room for, and what to do."""
    return (
        f"Only {role.most} can be “{role.label.lower()}” in one record: leave one here, and log "
        "another record for each of the others."
        if role.most == 1
        else f"No more than {role.most} can be “{role.label.lower()}” in one record: log another "
        "record for the others."
    )


def _refuse_count(role: Role, count: int) -> None:
    if count < role.least:
        raise Refused("Say who it was: choose at least one pupil.", "who")
    if role.most is not None and count > role.most:
        raise Refused(too_many(role), "who")


def refuse_people_elsewhere(school: School, involved: Sequence[Involved]) -> None:
    """Everyone in a record belongs to its school: pupils by roll, adults by post or as carers."""
    pupils = {who.person.pk for who in involved if who.as_pupil}
    enrolled = Enrolment.objects.filter(school=school, pupil_id__in=pupils)
    if len(set(enrolled.values_list("pupil_id", flat=True))) != len(pupils):
        raise Refused("One of these pupils is not on this school's roll.", "who")
    adults = {who.person.pk for who in involved if not who.as_pupil}
    posts = Post.objects.filter(school=school, person_id__in=adults)
    known = set(posts.values_list("person_id", flat=True))
    if adults - known - _carers_of(pupils):
        raise Refused("One of these adults is not known at this school.", "who")


def _carers_of(pupils: set[int]) -> set[int]:
    from handrail.people.models import CarerLink, Professional  # noqa: PLC0415 - rarely needed

    carers = CarerLink.objects.filter(pupil_id__in=pupils).values_list("carer_id", flat=True)
    others = Professional.objects.filter(pupil_id__in=pupils).values_list("person_id", flat=True)
    return set(carers) | set(others)


def _refuse_words(kind: Kind, draft: Draft) -> None:
    for slug, words in draft.chosen.items():
        wanted = kind.word_list(slug)
        if wanted is None:
            raise Refused(f"{kind.label} has no list called {slug}.")
        if len(words) > 1 and not wanted.many:
            raise Refused("Choose one only.", slug)
        name = wanted.name(kind.slug)
        if any(word.list != name or word.school_id != draft.school.pk for word in words):
            raise Refused("One of these words is not in the school's list.", slug)
    if kind.capture.words_required and not tidy(draft.words):
        raise Refused("Write what you saw and heard. A few words will do.", "words")
    for wanted in kind.words:
        if wanted.required and not draft.chosen.get(wanted.slug):
            raise Refused("Choose at least one.", wanted.slug)


def _refuse_detail(kind: Kind, draft: Draft) -> None:
    """The kind's own columns hold what they can hold; a form has said so already, an import not."""
    columns = [column for column in kind.detail._meta.concrete_fields if not column.primary_key]
    if unknown := set(draft.detail) - {column.name for column in columns}:
        raise Refused(f"{kind.label} has no column called {sorted(unknown)[0]}.")
    for column in columns:
        _refuse_value(kind, column, draft.detail.get(column.name, column.get_default()))
    if draft.precision == Record.Precision.EXACT:
        refuse_early_end(kind, draft.happened_at, draft.detail)
    _refuse_rows(kind, draft)


def refuse_early_end(kind: Kind, happened_at: datetime, said: Mapping[str, Any]) -> None:
    """What was over before it began is a slip of the finger in one of the two times."""
    ended = said.get(kind.ends_at) if kind.ends_at else None
    began = clock.local(happened_at).time().replace(second=0, microsecond=0)
    if ended is not None and ended < began:
        raise Refused(
            f"That is before it began, at {began:%H:%M}. Check both times. If it was on another "
            "day, leave this empty and say so in words.",
            kind.ends_at,
        )


def _refuse_rows(kind: Kind, draft: Draft) -> None:
    """Rows stand in tables that the kind declares, no more of them than it allows."""
    for slug, said in draft.rows.items():
        declared = kind.rows_named(slug)
        if declared is None:
            raise Refused(f"{kind.label} has no rows called {slug}.")
        if len(said) > declared.most:
            raise Refused(f"No more than {declared.most} fit here.", slug)


def _refuse_value(kind: Kind, column: Any, value: object) -> None:
    if value is None and column.null:
        return
    try:
        column.clean(tidy(value) if isinstance(value, str) else value, None)
    except ValidationError as error:
        raise Refused(_sentence(kind, column, error), column.name) from None


def _sentence(kind: Kind, column: Any, error: ValidationError) -> str:
    """The form's own sentence for what is missing, else what the column has to say."""
    asked = kind.form.base_fields.get(column.name)
    if asked and getattr(error, "code", "") in {"blank", "null"}:
        return str(asked.error_messages["required"])
    return str(error.messages[0])
