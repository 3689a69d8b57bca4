"""The one-page profile: what a child says of themselves, to read, to hear and to print."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from handrail.core import clock
from handrail.entry.guards import STAFF, At, at_school
from handrail.entry.proof import prove_for
from handrail.plans.standing import plans_in_force
from handrail.records.kind import Kind, kind_named
from handrail.records.models import AccessEntry, Record
from handrail.records.reading import note_reading
from handrail.records.rules import may_write_about
from handrail.web.pupils import find_pupil

MOST_PICTURES = 4
SAYS = (  # column, heading, sign
    ("admired", "What people like about me", "star"),
    ("matters", "What matters to me", "heart"),
    ("support", "How best to support me", "hand"),
    ("tell_me", "How I tell you things", "message-circle"),
    ("hopes", "What I hope for", "sparkles"),
)


@dataclass(frozen=True)
class Part:
    """One block of the page: a heading and what the child said, line by line."""

    slug: str
    title: str
    icon: str
    lines: tuple[str, ...]


@at_school(*STAFF)
def profile(request: At, uuid: UUID) -> HttpResponse:
    """The profile in force; its opening is noted. Without one, who may writes the first."""
    child = find_pupil(request, uuid)
    plans = plans_in_force(request.reader, request.school, child.person, clock.now())
    stands = next((one for one in plans if one.record.kind == "profile"), None)
    kind = kind_named("profile")
    writes = may_write_about(request.reader, kind.writers, request.school.pk, {child.person_id})
    context = {
        "person": child.person, "kind": kind, "stands": stands,
        "begin": f"{kind.starts_at}pupil={child.person.uuid}" if writes else "",
    }  # fmt: skip
    if stands is not None:
        prove_for(request, stands.record)
        note_reading(request.reader, stands.record, AccessEntry.How.OPENED)
        context["parts"] = [
            Part(slug, title, icon, _lines(getattr(stands.detail, slug)))
            for slug, title, icon in SAYS
            if getattr(stands.detail, slug).strip()
        ]
        context["technology"] = stands.rows_by_slug.get("technology", ())
        context["chosen"] = _chosen(kind, stands.record)
        rows = stands.record.attachments.filter(content_type__startswith="image/")
        context["pictures"] = rows.order_by("pk")[:MOST_PICTURES]
    return render(request, "web/profile.html", context)


def _chosen(kind: Kind, record: Record) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the child pointed at, list by list: each word with its picture, where it has one."""
    rows = list(record.chosen.select_related("word"))
    return [
        (words.question, [(row.word.label, words.pictures.get(row.word.slug, "")) for row in rows
                          if row.list == words.name(kind.slug)])
        for words in kind.words
    ]  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
