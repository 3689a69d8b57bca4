"""Everywhere that a record could show, asked for one person: what tests of secrecy look at."""

from collections.abc import Iterator, Sequence

from handrail.demo.cast import Cast
from handrail.notify.telling import alerts_of
from handrail.people.models import CarerLink, Membership, Person, Post
from handrail.records.models import AccessEntry, Record
from handrail.records.reader import reader_for
from handrail.records.reading import actions_of, may_read, open_record
from handrail.school.models import Group, School
from handrail.search.finding import find
from handrail.timeline.handover import said_today
from handrail.timeline.pages import pupil_page, school_page


def where_seen(person: Person, record: Record, queries: Sequence[str] = ()) -> set[str]:
    """The names of the surfaces on which this person comes across this record."""
    return {surface for surface, shown in _surfaces(person, record, queries) if shown}


def _surfaces(person: Person, record: Record, queries: Sequence[str]) -> Iterator[tuple[str, bool]]:
    reader, school = reader_for(person), record.school_id
    yield "the door", Record.objects.readable_by(reader).filter(pk=record.pk).exists()
    yield "the rule", may_read(reader, record)
    yield "school timeline", record in school_page(reader, school).records
    for row in record.involvements.all():
        yield "pupil timeline", record in pupil_page(reader, row.person).records
    yield "actions", actions_of(reader).filter(record=record).exists()
    yield "alerts", alerts_of(reader).filter(record=record).exists()
    yield "handover", any(record in rows for group in Group.objects.all()
                          for rows in said_today(reader, group).values())  # fmt: skip
    for query in (record.reference, record.reference.replace("-", " "), *queries):
        yield f"find {query}", record in find(reader, school, query).records
    for query in (record.reference, *queries[:1]):
        kinds = [record.kind]
        yield f"find {query} by kind", record in find(reader, school, query, kinds=kinds).records
    before = AccessEntry.objects.count()
    yield "opening", open_record(reader, record.uuid) is not None
    yield "access noted", AccessEntry.objects.count() > before


def outsiders(cast: Cast) -> dict[str, Person]:
    """People who must never see anything of the cast's school, whatever they once were to it."""
    other = School.objects.create(name="Harbour View Primary", trust=cast.school.trust)
    made = {}
    for name, role in (("other_head", "head"), ("other_lead", "designated_lead")):
        made[name] = Person.objects.create(given=name, family="Elsewhere")
        Post.objects.create(person=made[name], school=other, role=role)
    made["trust"] = Person.objects.create(given="Una", family="Trustee")
    Post.objects.create(person=made["trust"], school=cast.school, role=Post.Role.TRUST)
    made["nobody"] = Person.objects.create(given="No", family="Body")
    made["leaver"] = Person.objects.create(given="Lou", family="Leaver")
    Membership.objects.create(
        group=cast.groups["4 Willow"], person=made["leaver"], role=Membership.Role.SUPPORT
    )
    made["parent_at_work"] = parent = Person.objects.create(given="Pam", family="Parent")
    Post.objects.create(person=parent, school=cast.school, role=Post.Role.DESIGNATED_LEAD)
    Post.objects.create(person=parent, school=cast.school, role=Post.Role.HEAD)
    for pupil in (cast.leo, cast.jaden, cast.zoe, cast.amina):
        CarerLink.objects.create(pupil=pupil.pupil, carer=parent)
    return made
