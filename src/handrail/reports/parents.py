"""The parents' edition of a record: all of it about their child, nothing about another.

Made by the machinery that answers requests: names are marked and masked, in favour of hiding too
much. What other pupils said or had come of it is not in it at all; pupils who only witnessed are
not named as having been there. Staff are called by their post, unless the sender says by name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handrail.core.hashing import canonical_json, sha256_hex
from handrail.core.progress import Progress
from handrail.people.models import Person, Post
from handrail.records.accounts import KEPT_APART, kept_apart
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.reader import Reader
from handrail.records.reading import details_of
from handrail.records.refusal import Refused
from handrail.reports.book import frame
from handrail.reports.entries import SHOWN_APART, THEN, whole
from handrail.reports.models import Report
from handrail.sharing.known import CARER, OTHER, PUPIL, STAFF, Known, known_at
from handrail.sharing.marking import CONTACT, MAYBE, Mark, marks_in
from handrail.sharing.naming import FOR_CONTACT, letter
from handrail.sharing.passages import Passage, record_passages

LEFT_OUT = "[left out]"
CALLED = {PUPIL: "another pupil", CARER: "a carer", OTHER: "somebody else"}
INSIDE = (*SHOWN_APART, "Whole group", "Why this is here")


@dataclass(frozen=True)
class Shown:
    """One passage as it goes: runs of text, each with whether it stands in another's place, and
    whether the machine is unsure of it."""

    number: int
    label: str
    runs: list[tuple[str, str]]  # text, and "", "masked" or "maybe"

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)


def pupil_of(record: Record) -> Person | None:
    """Whose parents the edition is for: the one whom the record is about."""
    main = kind_named(record.kind).roles[0].slug
    rows = [row for row in record.involvements.all() if row.role == main and row.as_pupil]
    return rows[0].person if len(rows) == 1 else None


def has_edition(record: Record) -> bool:
    """Whether the record is of a kind that parents are given a copy of, and about one pupil."""
    kind = kind_named(record.kind)
    return any(duty.per_carer for duty in kind.duties) and pupil_of(record) is not None


def edition(record: Record, *, names_staff: bool) -> list[Shown]:
    """Every passage as it would go. Raises Refused of a record that is not about one pupil."""
    details_of([record])
    pupil = pupil_of(record)
    if pupil is None:
        raise Refused("There is a parents’ edition only of a record about one pupil.")
    involved = [row.person_id for row in record.involvements.all()]
    known = known_at(record.school, pupil, involved, None)
    known = known.with_circle(str(row.person.uuid) for row in record.involvements.all())
    passages = list(_passages(record, pupil))
    marks = [_marks(number, row, known) for number, row in enumerate(passages)]
    names = _names(record, marks, names_staff=names_staff)
    return [
        Shown(number, row.label, list(_runs(row.text, marks[number], names)))
        for number, row in enumerate(passages)
    ]


def fingerprint_of(shown: Sequence[Shown]) -> str:
    """What a sender looked at, so that nothing goes that they did not see."""
    return sha256_hex(canonical_json([[row.label, row.runs] for row in shown]))


def _passages(record: Record, pupil: Person) -> Iterator[Passage]:
    """The record's passages without what is of others or for the school alone."""
    others = {
        str(row.person.uuid)
        for row in record.involvements.all()
        if row.as_pupil and row.person_id != pupil.pk
    }
    for row in record_passages(record, pupil, shut=False):
        inside = row.label in INSIDE or row.label.startswith(THEN)
        if not (inside or row.held or row.whose in others):
            yield row
    for one in record.findings.filter(private=False):
        if one.person_id in {None, pupil.pk}:  # a colleague's certificates are not for parents
            yield Passage(f"{THEN} {one.label}", one.said, free=True)


def _marks(number: int, row: Passage, known: Known) -> list[Mark]:
    return marks_in(number, row.text, known, free=row.free)


def _names(
    record: Record, marks: Sequence[Sequence[Mark]], *, names_staff: bool
) -> Mapping[str, str]:
    """By key what each is called, in the order in which they come; staff by the post they hold."""
    names: dict[str, str] = {}
    posts = _posts(record)
    counts: dict[str, int] = {}
    for mark in (mark for row in marks for mark in row):
        if mark.sort in {MAYBE, CONTACT} or mark.who in names:
            continue
        if mark.sort == STAFF and names_staff:
            continue
        called = posts.get(mark.who, "member of staff") if mark.sort == STAFF else ""
        called = called or CALLED.get(mark.sort, CALLED[OTHER])
        counts[called] = counts.get(called, 0) + 1
        names[mark.who] = f"{called} {letter(counts[called])}"
    return names


def _posts(record: Record) -> dict[str, str]:
    """The post of each member of staff on that day, by their number."""
    held = Post.objects.held_on(record.happened_at.date()).filter(school=record.school_id)
    rows = held.select_related("person").order_by("-pk")
    return {str(row.person.uuid): row.get_role_display().lower() for row in rows}


def _runs(text: str, marks: Sequence[Mark], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    at = 0
    for mark in marks:
        if text[at : mark.s]:
            yield text[at : mark.s], ""
        if mark.sort == MAYBE:
            yield text[mark.s : mark.e], "maybe"
        elif mark.sort == CONTACT:
            yield FOR_CONTACT, "masked"
        elif mark.who in names:
            yield f"[{names[mark.who]}]", "masked"
        else:
            yield text[mark.s : mark.e], ""
        at = mark.e
    if text[at:]:
        yield text[at:], ""


def parents_body(reader: Reader, report: Report, progress: Progress) -> dict[str, Any]:
    """The edition as its sender saw it. Raises Refused when the record has changed since."""
    rows = whole(Record.objects.readable_by(reader).filter(pk=report.record_id or 0))
    if not rows:
        raise Refused("You may not read everything in it.")
    record, kind = rows[0], kind_named(report.kind)
    if kept_apart(record, reader.person):
        raise Refused(KEPT_APART)
    shown = edition(record, names_staff=report.names_staff)
    if fingerprint_of(shown) != report.fingerprint:
        raise Refused("The record changed since you looked. Look at it again, then make it.")
    out = set(report.left_out.values_list("passage", flat=True))
    pupil = pupil_of(record)
    progress.step()
    return {
        **frame(report.school, f"Copy of a record: {kind.label.lower()}"),
        "cover": [],
        "how": "",
        "lead": f"This is a copy of what the school wrote about {pupil.name if pupil else ''}. "
        "Where somebody else is named, what stands in brackets stands in the place of the name. "
        f"Where it says {LEFT_OUT}, words were left out because they are about somebody else or "
        "could harm. You can ask the school why, and complain to the headteacher first.",
        "entries": [
            {
                "number": "", "title": record.headline, "kind": kind.label,
                "reference": record.reference, "void": "", "stub": False, "told": [],
                "follows": [], "filed_on": [], "files": [], "value": "", "after": "",
                "passages": [
                    {"label": row.label, "text": LEFT_OUT if row.number in out else row.text}
                    for row in shown
                ],
            }
        ],
    }  # fmt: skip
