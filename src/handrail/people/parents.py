"""Whom the law calls a pupil's parents, as far as the roll knows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from handrail.database.written_once import written_once
from handrail.people.models import CarerLink, Person

RESTRICTED = frozenset(
    {
        CarerLink.Restriction.COLLECT_ONLY,
        CarerLink.Restriction.NO_INFORMATION,
        CarerLink.Restriction.NO_CONTACT,
    }
)


def parents_of(pupil: Person, day: date) -> list[CarerLink]:
    """Every carer who is a parent in law on that day, in the order in which the roll rings them.

    That is whoever has parental responsibility or has care of the child (Education Act 1996
    section 576). Where responsibility is not known somebody counts if the child lives with them,
    or if nobody else would be left: asking too many is mended by a reason, too few is not.
    """
    links = list(
        CarerLink.objects.filter(Q(ends=None) | Q(ends__gte=day), pupil_id=pupil.pk)
        .select_related("carer")
        .order_by("priority", "pk")
    )
    known = [link for link in links if _counts(link)]
    return known or [link for link in links if link.responsibility != CarerLink.Responsibility.NO]


def _counts(link: CarerLink) -> bool:
    return link.responsibility == CarerLink.Responsibility.YES or bool(link.lives_with)


def must_not_be_told(link: CarerLink) -> bool:
    """Whether the roll holds a restriction by which this carer is not told things."""
    return link.restriction in RESTRICTED


def heed_of_parent(pupil: Person | None, carer: Person | None) -> str:
    """What stands on the roll now against telling this carer of this pupil; empty where nothing
    does. A restriction may be younger than what asks for them to be told."""
    if pupil is None or carer is None:
        return ""
    link = CarerLink.objects.filter(pupil_id=pupil.pk, carer=carer).first()
    if link is None or not must_not_be_told(link):
        return ""
    return (
        f"On the roll of {carer.formal}: {link.get_restriction_display()}. Tell them nothing "
        "before the headteacher or a designated lead has decided."
    )


def not_to_be_told(pairs: Iterable[tuple[int | None, int | None]]) -> set[tuple[int, int]]:
    """Of pairs of pupil and carer (keys), those between whom the roll holds such a restriction now;
    one query, and none where no carer is among them."""
    asked = {(pupil, carer) for pupil, carer in pairs if pupil and carer}
    pupils, carers = ({pair[at] for pair in asked} for at in (0, 1))
    rows = _restricted(tuple(sorted(pupils)), tuple(sorted(carers)))
    return asked & set(rows)


@written_once
def _restricted(
    pupils: tuple[int, ...], carers: tuple[int, ...]
) -> "QuerySet[Any, tuple[int, int]]":
    rows = CarerLink.objects.filter(pupil_id__in=pupils, carer_id__in=carers)
    return rows.filter(restriction__in=sorted(RESTRICTED)).values_list("pupil_id", "carer_id")
