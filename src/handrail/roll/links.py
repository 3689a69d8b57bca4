"""Loading carers' links. A file may add or keep a restriction on a contact, never lift it."""

from datetime import timedelta

from handrail.people.models import CarerLink
from handrail.roll.bundle import LinkRow, RollBundle
from handrail.roll.standing import Standing
from handrail.roll.tally import Tally

FIELDS = ("relationship", "responsibility", "priority", "lives_with")
KEPT = "The warning on this contact was kept. Only the safeguarding lead can remove it."


def load_links(bundle: RollBundle, here: Standing, tally: Tally) -> None:
    """Add and change links; end those that a whole list no longer has, unless restricted."""
    if "links" not in bundle.has:
        return
    fresh, changed, named = [], [], set()
    for row in bundle.links:
        pupil = here.by_source.get(row.pupil)
        carer = here.by_source.get(row.carer)
        if pupil is None or carer is None or pupil.pk not in here.pupils:
            continue  # the row of the person was left out, and said so
        named.add((pupil.pk, carer.pk))
        link = here.links.get((pupil.pk, carer.pk))
        if link is None:
            link = CarerLink(pupil_id=pupil.pk, carer=carer, restriction=row.restriction)
            here.links[pupil.pk, carer.pk] = link
            _fill(link, row, bundle)
            fresh.append(link)
            tally.saw("links", new=True)
            continue
        differs = _fill(link, row, bundle)
        if differs:
            changed.append(link)
        tally.saw("links", changed=differs)
    CarerLink.objects.bulk_create(fresh, batch_size=500)
    ended = _end_missing(bundle, here, named)
    tally.left["links"] += len(ended)
    columns = [*FIELDS, "restriction", "ends"]
    CarerLink.objects.bulk_update([*changed, *ended], columns, batch_size=200)


def _fill(link: CarerLink, row: LinkRow, bundle: RollBundle) -> bool:
    """Bring a link to what the row says; whether anything changed."""
    changed = False
    for name in FIELDS:
        value = getattr(row, name)
        unknown = value in (None, "") or (name == "responsibility" and value == "not_known")
        if not unknown and getattr(link, name) != value:
            setattr(link, name, value)
            changed = True
    if link.ends is not None:
        link.ends, changed = None, True
    if row.restriction and link.restriction != row.restriction:
        link.restriction, changed = row.restriction, True
    elif link.restriction and not row.restriction:
        bundle.warn(KEPT, row.where, "restriction")
    return changed


def _end_missing(
    bundle: RollBundle, here: Standing, named: set[tuple[int, int]]
) -> list[CarerLink]:
    if not bundle.whole:
        return []
    known = {person.pk for person in here.by_source.values()}
    left_out = here.left_out(bundle)
    ended = []
    for key, link in here.links.items():
        imported = link.carer_id in known and link.pk is not None
        if left_out & set(key):
            continue
        if imported and key not in named and link.ends is None and not link.restriction:
            link.ends = here.day - timedelta(days=1)
            ended.append(link)
    return ended
