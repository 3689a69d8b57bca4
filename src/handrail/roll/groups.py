"""Loading terms, groups and who is in them between which dates."""

from datetime import date, timedelta

from handrail.people.models import Membership
from handrail.roll.bundle import RollBundle
from handrail.roll.standing import Standing
from handrail.roll.tally import Tally
from handrail.school.models import Group, Term

GROUP_FIELDS = ("name", "sort", "subject", "year")


def load_terms(bundle: RollBundle, here: Standing, tally: Tally) -> None:
    """Add terms and move their last day; none is taken away."""
    if "terms" not in bundle.has:
        return
    counted: set[tuple[str, date]] = set()
    for row in bundle.terms:
        if (row.name, row.starts) in counted:
            continue  # one term on two rows
        term = here.terms.get((row.name, row.starts))
        if term is None:
            clash = [
                t for t in here.terms.values() if t.starts <= row.ends and t.ends >= row.starts
            ]
            if clash:
                bundle.warn(f"{row.name} runs into {clash[0].name} and was left out.", row.where)
                continue
            term = Term.objects.create(
                school=here.school, name=row.name, starts=row.starts, ends=row.ends,
                source_id=row.source_id,
            )  # fmt: skip
            here.terms[row.name, row.starts] = term
            counted.add((row.name, row.starts))
            tally.saw("terms", new=True)
            continue
        counted.add((row.name, row.starts))
        differs = term.ends != row.ends
        if differs:
            term.ends = row.ends
            term.save(update_fields=["ends"])
        tally.saw("terms", changed=differs)


def load_groups(bundle: RollBundle, here: Standing, tally: Tally) -> None:
    """Match by source id, else by a name that no other source gave; end what a whole list lacks."""
    if "groups" not in bundle.has:
        return
    fresh, changed = [], []
    for row in bundle.groups:
        same_name = here.groups_by_name.get(row.name.casefold())
        group = here.groups.get(row.source_id) or (
            same_name if same_name and not same_name.source_id else None
        )
        if group is None:
            group = Group(school=here.school, source_id=row.source_id)
            fresh.append(group)
        differs = _fill_group(group, row)
        if differs and group.pk:
            changed.append(group)
        here.groups[row.source_id] = group
        tally.saw("groups", new=group.pk is None, changed=differs)
    Group.objects.bulk_create(fresh, batch_size=500)
    columns = [*GROUP_FIELDS, "starts", "ends", "source_id"]
    Group.objects.bulk_update(
        [*changed, *_end_groups(bundle, here, tally)], columns, batch_size=200
    )


def _fill_group(group: Group, row: object) -> bool:
    changed = False
    for name in (*GROUP_FIELDS, "starts", "ends", "source_id"):
        value = getattr(row, name)
        keep = value == "" and name in {"year", "subject"}
        if not keep and getattr(group, name) != value:
            setattr(group, name, value)
            changed = True
    return changed


def _end_groups(bundle: RollBundle, here: Standing, tally: Tally) -> list[Group]:
    named = {row.source_id for row in bundle.groups} | bundle.refused_ids
    ended = []
    for key, group in here.groups.items():
        spoken_of = not bundle.group_sorts or group.sort in bundle.group_sorts
        if (
            bundle.whole
            and spoken_of
            and key not in named
            and (group.ends is None or group.ends >= here.day)
        ):
            group.ends = here.day - timedelta(days=1)
            ended.append(group)
    tally.left["groups"] += len(ended)
    return ended


def load_memberships(bundle: RollBundle, here: Standing, tally: Tally) -> None:
    """Who is in which group; a pupil whose class changes is counted as moved."""
    if "memberships" not in bundle.has:
        return
    fresh, changed, named = [], [], set()
    for row in bundle.members:
        group, person = here.groups.get(row.group), here.by_source.get(row.person)
        if group is None or person is None:
            continue  # left out with its own row, and said so
        key = (group.pk, person.pk, row.role)
        if key in named:
            continue
        named.add(key)
        known = here.members.get(key)
        if known is None:
            known = Membership(
                group=group, person=person, role=row.role,
                starts=row.starts or here.day, ends=row.ends,
            )  # fmt: skip
            if row.ends is None or row.ends >= here.day or not _was_member(known):
                fresh.append(known)
                tally.saw("memberships", new=True)
            else:
                tally.saw("memberships")
            continue
        differs = row.ends is not None and known.ends != row.ends
        if differs:
            known.ends = row.ends
            changed.append(known)
        tally.saw("memberships", changed=differs)
    Membership.objects.bulk_create(fresh, batch_size=500)
    ended = _end_members(bundle, here, named, tally)
    Membership.objects.bulk_update([*changed, *ended], ["ends"], batch_size=200)
    tally.moved["pupils"] += len(_in_classes(fresh) & _in_classes(ended))


def _was_member(row: Membership) -> bool:
    """Whether this place in a group, now over, is known from before."""
    return Membership.objects.filter(
        group=row.group, person=row.person, role=row.role, ends=row.ends
    ).exists()


def _in_classes(rows: list[Membership]) -> set[int]:
    return {
        row.person_id for row in rows if row.group.sort == Group.Sort.CLASS and row.role == "pupil"
    }


def _speaks_of(bundle: RollBundle, group: Group | None, role: str) -> bool:
    """Whether the files could have named such a membership, of a group that came from files."""
    sort = not bundle.group_sorts or (group is not None and group.sort in bundle.group_sorts)
    return group is not None and sort and (not bundle.member_roles or role in bundle.member_roles)


def _end_members(
    bundle: RollBundle, here: Standing, named: set[tuple[int, int, str]], tally: Tally
) -> list[Membership]:
    """End what a whole list lacks, in groups that came from a source; and of who has left."""
    sourced = {group.pk: group for group in here.groups.values()}
    gone = {here.by_source[key].pk for key in bundle.ended if key in here.by_source}
    left_out = here.left_out(bundle)
    ended = []
    for key, row in here.members.items():
        spoken_of = _speaks_of(bundle, sourced.get(row.group_id), key[2])
        missing = bundle.whole and key not in named and key[1] not in left_out
        out = key[1] in gone or (missing and spoken_of)
        if out and row.ends is None:
            row.ends = here.day - timedelta(days=1)
            row.group = sourced.get(row.group_id, row.group)
            ended.append(row)
    tally.left["memberships"] += len(ended)
    return ended
