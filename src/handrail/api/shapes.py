"""From rows to the shapes of the API."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.forms import Field

from handrail.people.models import Pupil
from handrail.records.accounts import KEPT_APART, amendments_shown, kept_apart
from handrail.records.facts import rows_said_of
from handrail.records.kind import Kind
from handrail.records.models import Action, Record
from handrail.records.reader import Reader
from handrail.records.reading import details_of
from handrail.registers.keeping import keeps_register
from handrail.school.models import School, Word


def record_out(record: Record) -> dict[str, Any]:
    """A record as a list shows it."""
    return {
        "uuid": record.uuid,
        "reference": record.reference,
        "school": record.school.uuid,
        "kind": record.kind,
        "headline": record.headline,
        "happened_at": record.happened_at,
        "precision": record.precision,
        "filed_at": record.filed_at,
        "place": record.place.name if record.place else "",
        "author": record.author_name,
        "restricted": record.is_restricted,
        "state": record.state,
    }


def filed_out(record: Record) -> dict[str, Any]:
    """What a write gives back: no word of the record, which only a noted reading gives."""
    return {
        "uuid": record.uuid,
        "reference": record.reference,
        "kind": record.kind,
        "state": record.state,
    }


def record_whole(record: Record, reader: Reader) -> dict[str, Any]:
    """A record with its words, people, chosen words, details and amendments; its number in the
    register only for who may read every entry, since a gap would tell of another. Whoever owes
    their own account is given nobody else's."""
    details_of([record])
    apart = kept_apart(record, reader.person)
    chosen: dict[str, list[str]] = defaultdict(list)
    for row in record.chosen.select_related("word"):
        chosen[row.list.split(".", 1)[1]].append(row.word.label)
    detail = getattr(record, "detail", None)
    names = record.declared.form._meta.fields or ()
    return {
        **record_out(record),
        "words": record.words,
        "involved": [
            {"person": row.person.uuid, "name": row.person.name, "role": row.role,
             "account": "" if apart and row.person != reader.person else row.account}
            for row in record.involvements.select_related("person")
        ],
        "accounts_kept_apart": KEPT_APART if apart else "",
        "chosen": dict(chosen),
        "detail": {name: _plain(getattr(detail, name)) for name in names} if detail else {},
        "amendments": [
            {"author": row.author_name, "at": row.at.isoformat(), "words": row.words}
            for row in amendments_shown(record, reader.person)
        ],
        "rows": {
            declared.slug: [dict(said) for said in several]
            for declared, several in rows_said_of(record)
        },
        "register_entry": _number(record, reader),
        "void_reason": record.void_reason,
    }  # fmt: skip


def _number(record: Record, reader: Reader) -> str:
    numbered = hasattr(record, "register_entry")
    if numbered and keeps_register(reader, record.school_id, record.declared):
        return str(record.register_entry.said)
    return ""


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def kind_out(kind: Kind, school: School, words: dict[str, list[Word]]) -> dict[str, Any]:
    """A kind as a program needs it to file one: parts, lists with their words, fields."""
    form = kind.form(school=school)
    lists = {wanted.slug for wanted in kind.words}
    return {
        "slug": kind.slug,
        "version": kind.version,
        "label": kind.label,
        "words_required": kind.capture.words_required,
        "roles": [
            {"slug": role.slug, "label": role.label, "who": list(role.who), "least": role.least}
            for role in kind.roles
        ],
        "lists": [
            {
                "slug": wanted.slug, "question": wanted.question, "many": wanted.many,
                "required": wanted.required,
                "words": [
                    {"uuid": word.uuid, "slug": word.slug, "label": word.label, "value": word.value}
                    for word in words.get(wanted.name(kind.slug), [])
                ],
            }
            for wanted in kind.words
        ],
        "fields": [
            _field(name, field) for name, field in form.fields.items() if name not in lists
        ],
        "rows": [
            {
                "slug": rows.slug, "label": rows.label, "one": rows.one, "most": rows.most,
                "fields": [_field(*one) for one in rows.form(school=school).fields.items()],
            }
            for rows in kind.rows
        ],
    }  # fmt: skip


def _field(name: str, field: Field) -> dict[str, Any]:
    choices = [(str(value), str(label)) for value, label in getattr(field, "choices", ())]
    return {
        "name": name, "label": str(field.label or name), "required": field.required,
        "sort": type(field).__name__.removesuffix("Field").lower(),
        "choices": [{"value": value, "label": label} for value, label in choices if value],
    }  # fmt: skip


def pupil_out(pupil: Pupil) -> dict[str, Any]:
    return {
        "uuid": pupil.person.uuid,
        "name": pupil.person.name,
        "born": pupil.person.born,
        "needs": pupil.needs,
        "flags": [flag.text for flag in pupil.flags.all()],
    }


def action_out(action: Action) -> dict[str, Any]:
    return {
        "uuid": action.uuid,
        "record": action.record.uuid,
        "what": action.sentence,
        "due": action.due,
        "state": action.state,
        "overdue": action.is_overdue,
        "evidence": action.evidence,
        "basis": action.basis,
    }


def number(text: str) -> UUID | None:
    """A UUID that was typed, or nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
