"""Start-up refuses a kind whose declaration is incomplete or contradicts itself."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from handrail.people.models import Post
from handrail.records.kind import (
    ACCOUNT,
    ANSWER,
    ANSWERING,
    AUTHOR,
    COMPLETE,
    INVOLVED,
    READING,
    Duty,
    Kind,
    all_kinds,
)  # fmt: skip
from handrail.records.reading import posts_that_read
from handrail.records.rules import READ_RULES, WRITE_RULES


@register()
def declarations(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """One error for each thing that a declared kind leaves out or gets wrong."""
    slugs = [kind.slug for kind in all_kinds()]
    errors = [Error(f"{kind.slug}: {what}", id="handrail.E001")
              for kind in all_kinds() for what in _faults(kind, set(slugs))]  # fmt: skip
    if len(slugs) != len(set(slugs)):
        errors.append(Error("Two kinds have the same slug.", id="handrail.E002"))
    return list(errors)


def _faults(kind: Kind, slugs: set[str]) -> Iterator[str]:
    yield from _rule_faults(kind)
    yield from _duty_faults(kind, slugs)
    yield from _field_faults(kind)
    if not kind.basis:
        yield "no basis in law, guidance or the post"
    if not kind.serves:
        yield "serves no duty of the post"
    if any(also.kind not in slugs for also in kind.capture.also):
        yield "“also true” names a kind that does not exist"
    if kind.beside_any and kind.at_desk:
        yield "stands beside any record, and is not on the sheet"
    if kind.form.kind_slug != kind.slug:
        yield "its form is another kind's"
    if not kind.detail._meta.pk or kind.detail._meta.pk.attname != "record_id":
        yield "its table is not one-to-one with the record"


def _rule_faults(kind: Kind) -> Iterator[str]:
    for name in (*kind.readers, *kind.restricted_readers):
        if name not in READ_RULES:
            yield f"unknown read rule {name}"
    for name in kind.writers:
        if name not in WRITE_RULES:
            yield f"unknown write rule {name}"
    if not kind.writers:
        yield "nobody may write it"


def _duty_faults(kind: Kind, slugs: set[str]) -> Iterator[str]:
    people = {AUTHOR, INVOLVED, ANSWERING}
    roles = {*Post.Role.values, *people}
    evidence = {READING, ACCOUNT, COMPLETE, ANSWER, *(f"record:{slug}" for slug in slugs)}
    begins = {ground.then for duty in kind.duties for ground in duty.grounds if ground.then}
    for duty in kind.duties:
        if not duty.basis:
            yield f"duty {duty.slug} has no basis"
        if duty.owner not in roles:
            yield f"duty {duty.slug} belongs to nobody"
        elif duty.owner not in people and duty.owner not in posts_that_read(kind, kind.sensitivity):
            yield f"duty {duty.slug} waits for a post that may not read the record"
        if duty.evidence not in evidence:
            yield f"duty {duty.slug} asks for evidence that cannot come"
        if duty.begun_by and duty.slug not in begins:
            yield f"duty {duty.slug} is begun by no ground"
        yield from _people_faults(kind, duty)
        if any(step.role not in Post.Role.values for step in duty.ladder):
            yield f"duty {duty.slug} climbs to a post that does not exist"


def _people_faults(kind: Kind, duty: Duty) -> Iterator[str]:
    if any(_follows_other_people(kind, duty, ground.then) for ground in duty.grounds):
        yield f"duty {duty.slug} is followed by one for people of another role"
    if (duty.per_carer or duty.owner == INVOLVED) and not duty.per_role:
        yield f"duty {duty.slug} is for each person of no role"
    if duty.per_role and kind.role(duty.per_role) is None:
        yield f"duty {duty.slug} is per a role that the kind lacks"


def _follows_other_people(kind: Kind, duty: Duty, then: str) -> bool:
    follows = kind.duty(then)
    return bool(then) and (follows is None or follows.per_role != duty.per_role)


def _field_faults(kind: Kind) -> Iterator[str]:
    columns = {field.name for field in kind.detail._meta.get_fields()}
    tables = {rows.slug for rows in kind.rows}
    for name in (*kind.search, *kind.capture.later):
        if name not in columns:
            yield f"names a column {name} that its table lacks"
    if any(version > kind.version for version in kind.asked_since.values()):
        yield "asks something since a version that it has not reached"
    for name in kind.export:
        if name not in columns | tables and kind.word_list(name) is None:
            yield f"exports {name}, which it does not have"
    for measure in kind.measures:
        if measure.list and kind.word_list(measure.list) is None:
            yield f"measure {measure.slug} counts a list that it lacks"
        if measure.duty and kind.duty(measure.duty) is None:
            yield f"measure {measure.slug} times a duty that it lacks"
        if measure.rows and measure.rows not in tables:
            yield f"measure {measure.slug} counts rows that it lacks"
