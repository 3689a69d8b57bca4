"""The rules of a contact: plain functions of what was written."""

from django.db import models

from handrail.kinds.contact.models import Contact
from handrail.records.kind import Duty, Facts


def headline(facts: Facts) -> str:
    """The way, and whether it reached home or a professional; names stay in the record."""
    detail = facts.detail
    way = Contact.Way(detail.way).label if isinstance(detail, Contact) else "Contact"
    about = facts.first("about").lower()
    missed = "" if reached(facts) else " (not reached)"
    whom = "a professional" if with_professional(facts) else "home"
    return f"{way} with {whom}{missed}" + (f": {about}" if about else "")


def reached(facts: Facts) -> bool:
    """Only a contact that reached somebody stops a clock; an attempt is kept as an attempt."""
    return bool(getattr(facts.detail, "reached", False))


def with_professional(facts: Facts) -> bool:
    return getattr(facts.detail, "whose", "") == Contact.Whose.PROFESSIONAL


def answers(facts: Facts, duty: Duty) -> bool:
    """Home is told by a contact with home; a professional, who may be told in its place or beside
    it, by a contact with a professional alone."""
    if duty.to_professional:
        return with_professional(facts)
    return not (duty.per_carer and with_professional(facts))


def forget(detail: models.Model) -> None:
    """Keeps that there was a contact, drops with whom and what."""
    if isinstance(detail, Contact):
        detail.with_whom = detail.agreed = ""
