"""The passages of each piece: what there is to read about a pupil, in the order people read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from handrail.core import clock
from handrail.core.dates import said_day, said_in_full
from handrail.people.models import CarerLink, Person, Post, Pupil
from handrail.records.beside import said_of
from handrail.records.closing import ground_of
from handrail.records.facts import facts_said, rows_said_of
from handrail.records.kind import kind_named
from handrail.records.models import AccessEntry, Action, Attachment, Override, Record
from handrail.school.models import School
from handrail.sharing.models import SubjectRequest

THIRD_PARTY = "third_party"
OWN_WORDS = "In their own words"  # the label of an account
ADDED = "Added "  # how the label of what was added later begins


@dataclass(frozen=True)
class Passage:
    """`free`: somebody's own words. `held`: the slug of the ground on which the machine holds it
    back until a reviewer gives it. `whose`: the number of the one person whom it names whole."""

    label: str
    text: str
    free: bool = False
    held: str = ""
    whose: str = ""


def record_passages(record: Record, pupil: Person, *, shut: bool) -> list[Passage]:
    """A record whole. `shut`: the piece stands in the restricted part, and may name links to it."""
    kind = kind_named(record.kind)
    rows = [
        Passage("Headline", record.headline),
        Passage("Happened", _happened(record)),
        Passage("Where", record.place.name if record.place else ""),
        Passage("Whole group", record.group.name if record.group else ""),
        Passage("Written by", f"{record.author_name}, {record.author_post}"),
        Passage("Filed", said_in_full(record.filed_at)),
        Passage("Void because", record.void_reason, free=True),
        *(
            Passage(label, said, free=True)
            for label, said in facts_said(kind, record.detail, list(record.chosen.all()))  # type: ignore[attr-defined]
        ),
        Passage(kind.capture.words_label, record.words, free=True),
        *_rows(record),
        *_findings(record, pupil),
        *_people(record, pupil),
        *(
            Passage(f"{ADDED}{said_in_full(row.at)}", f"{row.author_name}: {row.words}", free=True)
            for row in record.amendments.all()
        ),
        *_actions(record, shut=shut),
        *_links(record, shut=shut),
        *_audience(record),
    ]
    return [row for row in rows if row.text.strip()]


def _rows(record: Record) -> Iterator[Passage]:
    """Each part, injury or whatever the kind has several of, one passage a row."""
    for declared, several in rows_said_of(record):
        for number, said in enumerate(several, 1):
            words = "\n".join(f"{label}: {text}" for label, text in said)
            yield Passage(f"{declared.one.capitalize()} {number}", words, free=True)


def _findings(record: Record, pupil: Person) -> Iterator[Passage]:
    """What was looked up then. What was found of another pupil would be theirs: held."""
    pupils = {row.person_id for row in record.involvements.all() if row.as_pupil}
    for row in record.findings.all():
        held = THIRD_PARTY if row.person_id in pupils - {pupil.pk} else ""
        who = f"{row.person.formal}: " if row.person and row.person_id not in pupils else ""
        yield Passage(f"As it stood then: {row.label}", f"{who}{row.said}", free=True, held=held)


def _happened(record: Record) -> str:
    moment = said_in_full(record.happened_at)
    if record.precision == Record.Precision.DAY:
        return moment.rsplit(",", 1)[0] + ", some time that day"
    return f"About {moment}" if record.precision == Record.Precision.ABOUT else moment


def _people(record: Record, pupil: Person) -> Iterator[Passage]:
    """Who was in it. What another pupil said, and what came of it for them, is theirs: held."""
    kind = kind_named(record.kind)
    rows = list(record.involvements.all())
    if not any(row.person_id == pupil.pk for row in rows):
        yield Passage("Why this is here", "The words of this record name the pupil in full.")
    for row in rows:
        role = kind.role(row.role)
        part = role.label.lower() if role else row.role
        held = THIRD_PARTY if row.as_pupil and row.person_id != pupil.pk else ""
        name = row.person.name if row.as_pupil else row.person.formal
        yield Passage("Who was in it", f"{name}: {part}", whose=str(row.person.uuid))
        yield Passage("What came of it for them", row.outcome, free=True, held=held)
        yield Passage(OWN_WORDS, row.account, free=True, held=held)


def _actions(record: Record, *, shut: bool) -> Iterator[Passage]:
    for row in sorted(record.actions.all(), key=lambda action: action.pk):
        owner = row.owner_person.formal if row.owner_person else Post.Role(row.owner_role).label
        said = [f"{row.sentence}. For {owner}, by {said_in_full(row.due)}."]
        if row.state == Action.State.DONE:
            by = row.closed_by.formal if row.closed_by else ""
            said.append(f"Done {said_in_full(row.closed_at)} by {by}.")
        elif row.state == Action.State.NOT_NEEDED:
            said.append(f"Set aside as not needed, {said_in_full(row.closed_at)}.")
        if row.evidence_record and (shut or not row.evidence_record.is_restricted):
            said.append(f"See record {row.evidence_record.reference}.")
        yield Passage("What had to follow", " ".join(said))
        ground = ground_of(row)
        if shut or not (ground and ground.handed_over):
            yield Passage("Not needed because", row.because, free=True)


def _links(record: Record, *, shut: bool) -> Iterator[Passage]:
    """Links only to what whoever reads this part may know of."""
    ends = [(link.get_sort_display(), link.target) for link in record.links.all()]
    ends += [(link.get_sort_display(), link.source) for link in record.linked_by.all()]
    for sort, other in ends:
        if shut or not other.is_restricted:
            yield Passage("Belongs with", f"{sort}: record {other.reference}")


def _audience(record: Record) -> Iterator[Passage]:
    for row in record.audience.all():
        words = f"{row.person.formal}, let in by {row.granted_by.formal} because {row.why}"
        yield Passage("Others let read it", words, free=True)


def file_passages(attachment: Attachment, record: Record) -> list[Passage]:
    """What can be said of a file by a machine: its name, not what it shows."""
    sort = "PDF document" if attachment.content_type == "application/pdf" else "Photo"
    return [
        Passage("Name of the file", attachment.name),
        Passage("What it is", f"{sort} kept with record {record.reference}"),
        Passage("Added", said_in_full(attachment.added_at)),
    ]


def details_passages(pupil: Pupil, school: School) -> list[Passage]:
    """What the school keeps about the pupil beside records."""
    person = pupil.person
    rows = [
        Passage("Known as", person.name, whose=str(person.uuid)),
        Passage("Legal name", f"{person.legal_given} {person.legal_family}".strip(),
                whose=str(person.uuid)),
        Passage("Date of birth", said_day(person.born)),
        Passage("Sex", person.sex), Passage("UPN", pupil.upn),
        Passage("Ethnicity code", pupil.ethnicity),
        Passage("First language", pupil.language), Passage("Needs", pupil.needs, free=True),
        Passage("I like", pupil.likes, free=True), Passage("What helps", pupil.helps, free=True),
        Passage("What doesn’t", pupil.hinders, free=True),
        Passage("Look out for", pupil.look_out_for, free=True),
        Passage("Written", said_day(pupil.written_on)),
    ]  # fmt: skip
    for flag in pupil.flags.order_by("pk"):
        span = _span(flag.starts, flag.ends)
        rows.append(Passage(flag.get_sort_display(), f"{flag.text}{span}", free=True))
    for named in pupil.designations.order_by("pk"):
        authority = f" ({named.authority})" if named.authority else ""
        span = _span(named.starts, named.ends)
        rows.append(Passage("Care and social worker", f"{named}{authority}{span}", free=True))
    for one in pupil.enrolments.filter(school=school).order_by("starts", "pk"):
        rows.append(Passage("On roll", f"Year {one.year}{_span(one.starts, one.ends)}"))
    for row in person.memberships.filter(group__school=school).select_related("group"):
        rows.append(Passage("Group", f"{row.group.name}{_span(row.starts, row.ends)}"))
    for key in pupil.key_adults.select_related("adult").order_by("pk"):
        span = _span(key.starts, key.ends)
        rows.append(Passage("Key adult", f"{key.adult.formal}{span}"))
    for number in person.identifiers.filter(school=school).order_by("pk"):
        rows.append(Passage(number.get_sort_display(), number.value))
    return [row for row in rows if row.text.strip()]


def _span(starts: date | None, ends: date | None) -> str:
    start = f" from {said_day(starts)}" if starts else ""
    return start + (f" to {said_day(ends)}" if ends else "")


def carers_passages(pupil: Pupil) -> list[Passage]:
    """Who cares for the pupil. What restricts a carer, and how to reach them, is theirs: held."""
    rows = []
    for link in pupil.carers.select_related("carer"):
        rows += _carer(link)
    for one in pupil.professionals.select_related("person", "agency").order_by("pk"):
        agency = f", {one.agency.name}" if one.agency else ""
        words = f"{one.person.formal}, {one.job}{agency}"
        rows.append(Passage("Professional", words))
    return [row for row in rows if row.text.strip()]


def _carer(link: CarerLink) -> list[Passage]:
    carer, who = link.carer, str(link.carer.uuid)
    lives = " · lives with the pupil" if link.lives_with else ""
    words = f"{link.relationship or 'Carer'} · {link.get_responsibility_display()}{lives}"
    reach = " · ".join(part for part in (carer.phone, carer.mobile, carer.email) if part)
    limit = f"{link.get_restriction_display()} {link.restriction_note}" if link.restriction else ""
    return [
        Passage("Carer", carer.name, whose=who),
        Passage("What they are", words),
        Passage("How to reach them", reach, held=THIRD_PARTY),
        Passage("Restriction", limit.strip(), free=True, held=THIRD_PARTY),
    ]


def beside_passages(request: SubjectRequest) -> list[Passage]:
    """What is kept beside records, such as marks and lesson plans; nothing of it where only some
    kinds of record were asked for. Plans name other pupils too: their names are masked."""
    if request.kinds:
        return []
    found = said_of(request.pupil, request.school, request.covers_from, request.covers_to)
    return [Passage(one.label, one.text, free=True) for one in found]


def reads_passages(
    records: list[Record], posts: Mapping[int, list[Post]], overrides: list[Override]
) -> list[Passage]:
    """When each record was opened and by which post, without names.

    Article 15 gives the dates and purposes of consultations, and not who of the school's own staff
    made them while doing their job (CJEU C-579/21, Pankki S, which UK courts may have regard to).
    """
    rows = []
    for record in records:
        lines = [_read(entry, posts) for entry in sorted(record.access.all(), key=lambda e: e.pk)]
        if lines:
            rows.append(Passage(f"Record {record.reference}", "\n".join(lines), free=True))
    rows += [
        Passage(
            "Looked up outside their own pupils", f"{said_in_full(row.at)}: {row.why}", free=True
        )
        for row in overrides
    ]
    return rows


def _read(entry: AccessEntry, posts: Mapping[int, list[Post]]) -> str:
    day = clock.local(entry.at).date()
    held = [
        post.get_role_display()
        for post in posts.get(entry.person_id, [])
        if (post.starts is None or post.starts <= day) and (post.ends is None or post.ends >= day)
    ]
    why = f", because {entry.override.why}" if entry.override else ""
    who = held[0] if held else "Staff"
    return f"{said_in_full(entry.at)}: {entry.get_how_display().lower()}, {who}{why}"


def posts_by_person(school: School) -> dict[int, list[Post]]:
    rows: dict[int, list[Post]] = {}
    for post in Post.objects.filter(school=school).order_by("pk"):
        rows.setdefault(post.person_id, []).append(post)
    return rows


def overrides_of(pupil: Person, school: School) -> list[Override]:
    return list(Override.objects.filter(Q(pupil=pupil, school=school)).order_by("pk"))
