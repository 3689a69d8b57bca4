"""The rules of a contact: plain functions of what was written."""

from django.db import models

from handrail.kinds.contact.models import Contact
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    """The way and whether it reached home; names stay in the record."""
    detail = facts.detail
    way = Contact.Way(detail.way).label if isinstance(detail, Contact) else "Contact"
    about = facts.first("about").lower()
    missed = "" if reached(facts) else " (not reached)"
    return f"{way} with home{missed}" + (f": {about}" if about else "")


def reached(facts: Facts) -> bool:
    """Only a contact that reached somebody stops a clock; an attempt is kept as an attempt."""
    return bool(getattr(facts.detail, "reached", False))


def forget(detail: models.Model) -> None:
    """Keeps that there was a contact, drops with whom and what."""
    if isinstance(detail, Contact):
        detail.with_whom = detail.agreed = ""
