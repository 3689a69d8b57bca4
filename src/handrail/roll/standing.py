"""What stands in the database of a school, fetched once, so that rows are matched in memory."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from handrail.core import clock
from handrail.people.models import (
    CarerLink,
    Enrolment,
    Identifier,
    Membership,
    Person,
    Post,
    Pupil,
)  # fmt: skip
from handrail.roll.bundle import RollBundle
from handrail.school.models import Group, School, Term


@dataclass
class Standing:
    """Every row of a school that an import may touch, by the key it is matched on."""

    school: School
    day: date
    by_source: dict[str, Person] = field(default_factory=dict)
    pupils: dict[int, Pupil] = field(default_factory=dict)
    by_upn: dict[str, Pupil] = field(default_factory=dict)
    by_former_upn: dict[str, Pupil] = field(default_factory=dict)
    enrolled: dict[int, Enrolment] = field(default_factory=dict)
    was_enrolled: set[int] = field(default_factory=set)
    posts: dict[tuple[int, str], Post] = field(default_factory=dict)
    was_posted: set[tuple[int, str]] = field(default_factory=set)
    ever_posted: set[int] = field(default_factory=set)
    ever_linked: set[int] = field(default_factory=set)
    links: dict[tuple[int, int], CarerLink] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    groups_by_name: dict[str, Group] = field(default_factory=dict)
    members: dict[tuple[int, int, str], Membership] = field(default_factory=dict)
    terms: dict[tuple[str, date], Term] = field(default_factory=dict)
    numbers: list[Identifier] = field(default_factory=list)
    identifiers: set[tuple[int, str, str]] = field(default_factory=set)
    made: set[str] = field(default_factory=set)  # ids of people whom this very load added
    spared: set[int] = field(default_factory=set)  # whom a row that was left out may be

    def is_over(self, ends: date | None) -> bool:
        """Whether what a row speaks of ended before today: such a row opens nothing again."""
        return ends is not None and ends < self.day

    def left_out(self, bundle: RollBundle) -> set[int]:
        """People here whose row the files have, but spoilt: a whole list does not end them."""
        known = {self.by_source[key].pk for key in bundle.refused_ids if key in self.by_source}
        known |= {self.by_upn[upn].pk for upn in bundle.refused_upns if upn in self.by_upn}
        return known | self.spared


def standing_of(school: School) -> Standing:
    """Read it all with a fixed number of queries; `by_source` is filled by `known.know`."""
    day = clock.today()
    here = Standing(school, day)
    here.numbers = list(Identifier.objects.filter(school=school).select_related("person"))
    here.identifiers = {(one.person_id, one.sort, one.value) for one in here.numbers}
    _read_pupils(here)
    for post in Post.objects.filter(school=school):
        here.was_posted.add((post.person_id, post.role))
        here.ever_posted.add(post.person_id)
        if post.ends is None or post.ends >= day:
            here.posts[post.person_id, post.role] = post
    for link in CarerLink.objects.filter(pupil__in=list(here.pupils)):
        here.links[link.pupil_id, link.carer_id] = link
        here.ever_linked.add(link.carer_id)
    for group in Group.objects.filter(school=school):
        if group.source_id:
            here.groups[group.source_id] = group
        here.groups_by_name.setdefault(group.name.casefold(), group)
    running = Membership.objects.filter(group__school=school)
    for row in running.filter(Q(ends=None) | Q(ends__gte=day)):
        here.members[row.group_id, row.person_id, row.role] = row
    for term in Term.objects.filter(school=school):
        here.terms[term.name, term.starts] = term
    return here


def _read_pupils(here: Standing) -> None:
    enrolments = Enrolment.objects.filter(school=here.school).select_related("pupil__person")
    former = dict(
        Identifier.objects.filter(school=here.school, sort=Identifier.Sort.FORMER_UPN)
        .values_list("value", "person_id")
    )  # fmt: skip
    for row in enrolments:
        here.pupils[row.pupil_id] = row.pupil
        here.was_enrolled.add(row.pupil_id)
        if row.ends is None or row.ends >= here.day:
            here.enrolled[row.pupil_id] = row
        if row.pupil.upn:
            here.by_upn[row.pupil.upn] = row.pupil
    here.by_former_upn = {
        value: here.pupils[person] for value, person in former.items() if person in here.pupils
    }
