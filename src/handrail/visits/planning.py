"""Who may open and change a visit; making one, changing it, calling it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.people.models import Membership, Person, Post
from handrail.records.reader import Reader
from handrail.records.refusal import Refused, reason_given
from handrail.records.rules import PASTORAL
from handrail.school.models import Group, School
from handrail.visits.models import Visit

SEES_ALL = (*PASTORAL, Post.Role.ADMINISTRATOR)
WHY_OFF = "Say why, such as “The coach did not come”."


@dataclass(frozen=True)
class VisitDraft:
    """What a form says of a visit. `pupils` stay on it; everybody of `groups` is added."""

    number: UUID
    what: str
    where: str
    on: date
    until: date
    leaves: time
    back: time
    leader: Person
    adults: Sequence[Person] = ()
    pupils: Sequence[Person] = ()
    groups: Sequence[Group] = ()
    helpers: str = ""
    phone: str = ""
    medicines: str = ""
    notes: str = ""


def visits_open_to(reader: Reader, school: School) -> QuerySet[Visit]:
    """Every visit for the pastoral posts and the office; else those one is on, leads or made."""
    rows = Visit.objects.filter(school=school)
    if reader.holds(school.pk, *SEES_ALL):
        return rows
    me = reader.person
    mine = Visit.objects.filter(Q(leader=me) | Q(made_by=me) | Q(adults=me), school=school)
    return rows.filter(pk__in=mine.values("pk"))


def may_change(reader: Reader, visit: Visit) -> bool:
    """Its leader, whoever made it, the pastoral posts and the office, until it is over."""
    if visit.called_off_at or visit.until < clock.today():
        return False
    own = reader.person_id in {visit.leader_id, visit.made_by_id}
    return own or reader.holds(visit.school_id, *SEES_ALL)


@transaction.atomic
def keep_visit(
    reader: Reader, school: School, draft: VisitDraft, visit: Visit | None = None
) -> Visit:
    """Make a visit, or change it. The same number twice is one visit. Raises Refused."""
    if visit is not None and not may_change(reader, visit):
        raise Refused("This visit is over or was called off. It stays as it was.")
    pupils = _pupils_of(draft, school)
    if not pupils:
        raise Refused("Choose a class or a group: nobody is on it yet.", "groups")
    if (draft.until, draft.back) <= (draft.on, draft.leaves):
        raise Refused("It is back before it leaves. Check day and time.", "back")
    if visit is None:
        already = Visit.objects.filter(uuid=draft.number).first()
        if already is not None:
            if (already.school_id, already.made_by_id) != (school.pk, reader.person_id):
                raise Refused("This number belongs to another visit. Start again.")
            return already
        visit = Visit(uuid=draft.number, school=school, made_by=reader.person, made_at=clock.now())
    for name in ("what", "where", "on", "until", "leaves", "back", "leader"):
        setattr(visit, name, getattr(draft, name))
    for name in ("helpers", "phone", "medicines", "notes"):
        setattr(visit, name, tidy(getattr(draft, name)))
    visit.save()
    visit.adults.set(person for person in draft.adults if person != draft.leader)
    visit.pupils.set(pupils)
    return visit


def _pupils_of(draft: VisitDraft, school: School) -> list[Person]:
    """Those who stay, and everybody who is in the groups on the day of the visit or today."""
    members = Membership.objects.on(max(draft.on, clock.today())).filter(
        group__in=[group.pk for group in draft.groups], group__school=school,
        role=Membership.Role.PUPIL,
    )  # fmt: skip
    added = Person.objects.filter(pk__in=members.values("person"))
    return list({person.pk: person for person in [*draft.pupils, *added]}.values())


def call_off(reader: Reader, visit: Visit, because: str) -> None:
    """It does not take place; it stays, with the reason."""
    if not may_change(reader, visit):
        raise Refused("This visit is over or was called off already.")
    visit.called_off_because = reason_given(because, WHY_OFF, "because", most=300)
    visit.called_off_at = clock.now()
    visit.save(update_fields=["called_off_because", "called_off_at"])
