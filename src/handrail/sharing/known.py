"""Everybody whose name a bundle must not show, in every form, and whose records it is about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Q

from handrail.people.models import Enrolment, Person, Post
from handrail.school.models import School
from handrail.sharing.folding import words_of
from handrail.sharing.forms import Form, Named, forms_of

PUPIL, CARER, STAFF, OTHER = "pupil", "carer", "staff", "other"


@dataclass(frozen=True)
class Entry:
    """One form of one person's name."""

    key: str
    sort: str
    form: Form


@dataclass
class Known:
    """`others` by folded form; `own` are the forms of the pupil whose bundle it is; `whose` gives
    what each person is to the school and the names that the system itself writes."""

    own: frozenset[tuple[str, ...]]
    own_families: frozenset[str]
    others: dict[tuple[str, ...], list[Entry]]
    circle: frozenset[str] = frozenset()  # keys of those in the records themselves
    quiet: frozenset[str] = field(default_factory=frozenset)  # words of places, groups, the school
    whose: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    @cached_property
    def reach(self) -> dict[str, int]:
        """By first word: how many words the longest name has that begins with it."""
        reach: dict[str, int] = {}
        for form in (*self.others, *self.own):
            reach[form[0]] = max(reach.get(form[0], 0), len(form))
        return reach

    def with_circle(self, keys: Iterable[str]) -> "Known":
        """The same people, of whom those with these keys are likely to be meant."""
        return replace(self, circle=frozenset(keys))


def known_at(school: School, pupil: Person, involved: Iterable[int], asker: int | None) -> Known:
    """All who are or were pupils, carers, staff and professionals of a school, and all involved.

    The pupil is left out, and so is the carer who asks: their own name is no secret from them.
    """
    sorts = _sorts(school, involved)
    people = Person.objects.in_bulk([pk for pk in sorts if pk not in {pupil.pk, asker}])
    others: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for pk, person in people.items():
        key, sort = str(person.uuid), sorts[pk]
        for form in forms_of(named(person)):
            others[form.words].append(Entry(key, sort, form))
    families = {family for _, family in named(pupil).pairs()}
    return Known(
        own=frozenset(form.words for form in forms_of(named(pupil))),
        own_families=frozenset("".join(family) for family in families),
        others=dict(others),
        quiet=_quiet(school),
        whose={
            str(person.uuid): (sorts[pk], (person.name, person.formal))
            for pk, person in people.items()
        },
    )


def named(person: Person) -> Named:
    return Named(person.given, person.family, person.legal_given, person.legal_family)


def _sorts(school: School, involved: Iterable[int]) -> dict[int, str]:
    """Everybody's key with what they are to the school; staff first, because they act in a post."""
    pupils = Enrolment.objects.filter(school=school).values_list("pupil_id", flat=True)
    carers = Person.objects.filter(
        Q(cares_for__pupil__in=pupils) | Q(works_as__pupil__in=pupils)
    ).values_list("pk", flat=True)
    staff = Post.objects.filter(school=school).values_list("person_id", flat=True)
    return {
        **dict.fromkeys(involved, OTHER),
        **dict.fromkeys(carers, CARER),
        **dict.fromkeys(pupils, PUPIL),
        **dict.fromkeys(staff, STAFF),
    }


def _quiet(school: School) -> frozenset[str]:
    """Words with a capital that are the school's own and name nobody."""
    names = [school.name, *school.places.values_list("name", flat=True)]
    names += school.groups.values_list("name", flat=True)
    names += school.words.values_list("label", flat=True)
    names += [str(label) for label in Post.Role.labels]
    return frozenset(word for name in names for word in words_of(name))
