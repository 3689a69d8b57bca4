"""Loading people: pupils with their enrolment, staff with their post, carers."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from handrail.core.dates import said_day
from handrail.notify.telling import tell_posts_given
from handrail.people.models import Enrolment, Identifier, Person, Post, Pupil
from handrail.people.needs import follow_roll
from handrail.roll.bundle import PersonRow, PupilRow, RollBundle
from handrail.roll.faults import Question
from handrail.roll.known import SORTS
from handrail.roll.matching import match_pupil
from handrail.roll.numbering import CONTACTS, STAFF, list_of, number_of
from handrail.roll.standing import Standing
from handrail.roll.tally import Tally

Sort = Identifier.Sort
FIELDS = (
    "given", "family", "legal_given", "legal_family", "title", "born", "sex", "email", "phone",
    "mobile",
)  # fmt: skip
PUPIL_FIELDS = ("language", "needs", "sen_provision")
TOO_MANY = 10  # one in so many leaving is more than a school loses between two lists


def _fill(target: object, row: object, fields: Iterable[str], bundle: RollBundle) -> bool:
    """Bring columns to what the row says; columns the files lack stay. Whether any changed."""
    changed = False
    for name in fields:
        value = getattr(row, name)
        if name in bundle.blank_columns and not value:
            continue
        if value is not None and getattr(target, name) != value:
            setattr(target, name, value)
            changed = True
    return changed


def _save_people(people: Iterable[Person], *, new: bool) -> None:
    rows = list(people)
    for person in rows:
        person.fold_names()
    if new:
        Person.objects.bulk_create(rows, batch_size=500)
    else:
        Person.objects.bulk_update(rows, [*FIELDS, "folded"], batch_size=200)


def _number(here: Standing, person: Person, sort: str, value: str) -> list[Identifier]:
    """The identifier to add, if the person does not bear it yet."""
    key = (person.pk, sort, value)
    if not value or key in here.identifiers:
        return []
    here.identifiers.add(key)
    return [Identifier(person=person, school=here.school, sort=sort, value=value, starts=here.day)]


def _list_number(here: Standing, person: Person, source_id: str, sort: str) -> list[Identifier]:
    """The number that a row is known by: of its own list, or of all files together."""
    mine = {"staff": STAFF, "carers": CONTACTS}.get(sort, "") if list_of(source_id) else ""
    return _number(here, person, SORTS[mine], number_of(source_id))


def load_pupils(
    bundle: RollBundle, here: Standing, tally: Tally, answers: Mapping[str, str]
) -> None:
    """Match by source id, then UPN, then former UPN; add, change, reopen, and close leavers."""
    if "pupils" not in bundle.has:
        return
    everyone = [(row, match_pupil(row, here)[0]) for row in bundle.pupils]
    taken = {
        row.person.source_id for row, pupil in everyone if _upn_taken(row, pupil, bundle, here)
    }
    bundle.leave_out(taken)
    matched = [pair for pair in everyone if pair[0].person.source_id not in taken]
    _ask_about_namesakes(matched, bundle, here, answers)
    _ask_before_blanking(matched, bundle, here, answers)
    matched = _without_movers(matched, bundle, here, answers)
    fresh = _add_pupils([row for row, pupil in matched if pupil is None], here)
    here.made |= set(fresh)
    rows = [(row, pupil or fresh[row.person.source_id]) for row, pupil in matched]
    changed = _change_pupils(rows, set(fresh), bundle, here)
    follow_roll(
        (pupil for row, pupil in rows if row.person.source_id in changed | set(fresh)), here.day
    )
    _enrol(rows, here, changed)
    for row, _ in rows:
        key = row.person.source_id
        tally.saw("pupils", new=key in fresh, changed=key in changed)
    _close_leavers(rows, bundle, here, tally, answers)


def _upn_taken(row: PupilRow, pupil: Pupil | None, bundle: RollBundle, here: Standing) -> bool:
    holder = here.by_upn.get(row.upn) if row.upn else None
    if holder is None or holder is pupil or holder.pk not in here.enrolled:
        return False
    line = row.person.where.line
    reason = (
        f"{f'Row {line}: this' if line else 'This'} UPN already belongs to another pupil at this "
        "school. Check both before importing."
    )
    bundle.refuse(reason, row.person.where, "upn", row.upn)
    here.spared |= {holder.pk} | ({pupil.pk} if pupil else set())
    return True


def _ask_about_namesakes(
    matched: list[tuple[PupilRow, Pupil | None]],
    bundle: RollBundle,
    here: Standing,
    answers: Mapping[str, str],
) -> None:
    """The same name and birth date under another number is asked about, never assumed."""
    if answers.get("same-people") == "no":
        return
    known = {
        (pupil.person.folded, pupil.person.born): pupil
        for pupil in here.pupils.values()
        if pupil.person.born
    }
    taken = {pupil.pk for _, pupil in matched if pupil}
    for row, pupil in matched:
        probe = Person(given=row.person.given, family=row.person.family)
        probe.legal_given, probe.legal_family = row.person.legal_given, row.person.legal_family
        probe.fold_names()
        other = known.get((probe.folded, row.person.born)) if row.person.born else None
        if pupil is None and other is not None and other.pk not in taken:
            born = said_day(row.person.born)
            sentence = (
                f"{other.person.short}, born {born}, may be the pupil already here under another "
                "number. To go on and add every such pupil as a new one, answer no."
            )
            bundle.questions.append(Question("same-people", sentence, ("no",)))
            return


def _without_movers(
    matched: list[tuple[PupilRow, Pupil | None]],
    bundle: RollBundle,
    here: Standing,
    answers: Mapping[str, str],
) -> list[tuple[PupilRow, Pupil | None]]:
    """A transfer file of a pupil who is on roll already adds to a record only when told to."""
    already = [row for row, pupil in matched if pupil is not None and pupil.pk in here.enrolled]
    if bundle.fmt != "ctf" or not already or answers.get("already-here") == "yes":
        return matched
    if answers.get("already-here") == "no":
        for row in already:
            sentence = "This pupil is already on roll here. Their record was left as it is."
            bundle.refuse(sentence, row.person.where, "UPN", row.upn)
        bundle.leave_out({row.person.source_id for row in already})
        return [pair for pair in matched if pair[0] not in already]
    sentence = (
        "This pupil is already on roll here. Add the new details to that record? Answer no to "
        "leave the record as it is."
    )
    bundle.questions.append(Question("already-here", sentence, ("yes", "no")))
    return matched


def _ask_before_blanking(
    matched: list[tuple[PupilRow, Pupil | None]],
    bundle: RollBundle,
    here: Standing,
    answers: Mapping[str, str],
) -> None:
    """A file without any telephone numbers takes away those of whom it names only when told to."""
    if answers.get("keep-numbers") == "yes" or not {"phone", "mobile"} <= bundle.blank_columns:
        return
    people = {pupil.person for _, pupil in matched if pupil}
    adults = [one.person for one in bundle.staff] + [one.person for one in bundle.carers]
    known = [here.by_source.get(one.source_id) for one in adults]
    people |= {person for person in known if person is not None}
    numbered = sum(bool(person.phone or person.mobile) for person in people)
    if not numbered:
        return
    if answers.get("keep-numbers") == "no":
        bundle.blank_columns -= {"phone", "mobile"}
        return
    whose = "1 person" if numbered == 1 else f"{numbered} people"
    sentence = (
        "This file has no telephone numbers. Keep the numbers already here? Answer yes to keep "
        f"them, no to take them away from the {whose} in this file who have one."
    )
    bundle.questions.append(Question("keep-numbers", sentence, ("yes", "no")))


def _add_pupils(rows: list[PupilRow], here: Standing) -> dict[str, Pupil]:
    people = [here.by_source.get(row.person.source_id) or _person_from(row.person) for row in rows]
    _save_people((person for person in people if person.pk is None), new=True)
    pupils = [
        Pupil(person=person, upn=row.upn, language=row.language, needs=row.needs,
              sen_provision=row.sen_provision)
        for row, person in zip(rows, people, strict=True)
    ]  # fmt: skip
    Pupil.objects.bulk_create(pupils, batch_size=500)
    here.pupils |= {pupil.pk: pupil for pupil in pupils}
    return {row.person.source_id: pupil for row, pupil in zip(rows, pupils, strict=True)}


def _person_from(row: PersonRow) -> Person:
    return Person(**{name: getattr(row, name) for name in FIELDS})


def _change_pupils(
    rows: list[tuple[PupilRow, Pupil]], fresh: set[str], bundle: RollBundle, here: Standing
) -> set[str]:
    """Write what differs, and the numbers they are known by; gives back the source ids changed."""
    changed, people, pupils, numbers = set(), [], [], []
    for row, pupil in rows:
        key = row.person.source_id
        new_upn = bool(row.upn) and pupil.upn != row.upn
        if new_upn and pupil.upn:
            numbers += _number(here, pupil.person, Sort.FORMER_UPN, pupil.upn)
        if new_upn:
            pupil.upn = row.upn
        if _fill(pupil.person, row.person, FIELDS, bundle):
            people.append(pupil.person)
            changed.add(key)
        if _fill(pupil, row, PUPIL_FIELDS, bundle) or new_upn:
            pupils.append(pupil)
            changed.add(key)
        here.by_source[key] = pupil.person
        numbers += _number(here, pupil.person, Sort.SOURCE, key)
        numbers += _number(here, pupil.person, Sort.ADMISSION, row.admission)
        numbers += _number(here, pupil.person, Sort.FORMER_UPN, row.former_upn)
        if row.upn_is_temporary:
            numbers += _number(here, pupil.person, Sort.TEMPORARY_UPN, row.upn)
    _save_people(people, new=False)
    Pupil.objects.bulk_update(pupils, ["upn", *PUPIL_FIELDS], batch_size=200)
    Identifier.objects.bulk_create(numbers, batch_size=500)
    return changed - fresh


def _enrol(rows: list[tuple[PupilRow, Pupil]], here: Standing, changed: set[str]) -> None:
    """Open an enrolment for who has none (one who returns gets a new one), and keep the year."""
    fresh, moved = [], []
    for row, pupil in rows:
        running = here.enrolled.get(pupil.pk)
        if running is None:
            returns = pupil.pk in here.was_enrolled
            if returns and here.is_over(row.ends):
                continue
            starts = here.day if returns else row.starts or here.day
            enrolment = Enrolment(
                pupil=pupil, school=here.school, year=row.year, starts=starts, ends=row.ends
            )
            here.enrolled[pupil.pk] = enrolment
            fresh.append(enrolment)
            if returns:
                changed.add(row.person.source_id)
        elif (row.year and running.year != row.year) or running.ends != row.ends:
            running.year, running.ends = row.year or running.year, row.ends
            moved.append(running)
            changed.add(row.person.source_id)
    Enrolment.objects.bulk_create(fresh, batch_size=500)
    Enrolment.objects.bulk_update(moved, ["year", "ends"], batch_size=200)


def _close_leavers(
    rows: list[tuple[PupilRow, Pupil]],
    bundle: RollBundle,
    here: Standing,
    tally: Tally,
    answers: Mapping[str, str],
) -> None:
    """End the enrolment of whoever a whole list leaves out, or the files name as gone."""
    named = {pupil.pk for _, pupil in rows}
    refused = here.left_out(bundle)
    gone = {here.by_source[key].pk for key in bundle.ended if key in here.by_source}
    leaving = [
        enrolment
        for pk, enrolment in here.enrolled.items()
        if enrolment.ends is None
        and (pk in gone or (bundle.whole and pk not in named and pk not in refused))
    ]
    before = len(here.was_enrolled & set(here.enrolled))
    if before and len(leaving) * TOO_MANY > before and answers.get("leavers") != str(len(leaving)):
        sentence = (
            f"This list leaves out {len(leaving)} of {before} current pupils. If it is a partial "
            f"list, stop here. To go on, type the number {len(leaving)}."
        )
        bundle.questions = [q for q in bundle.questions if q.slug != "leavers"]
        bundle.questions.append(Question("leavers", sentence))
    for enrolment in leaving:
        enrolment.ends = here.day - timedelta(days=1)
        tally.left["pupils"] += 1
    Enrolment.objects.bulk_update(leaving, ["ends"], batch_size=200)


def load_staff(bundle: RollBundle, here: Standing, tally: Tally) -> None:
    """Staff with the post that the file gives; posts given inside Handrail are never touched."""
    if "staff" not in bundle.has:
        return
    wanted = _load_people([row.person for row in bundle.staff], "staff", bundle, here, tally)
    posts = []
    named = set()
    for row in bundle.staff:
        person = wanted[row.person.source_id]
        named.add((person.pk, row.role))
        over = here.is_over(row.ends) and (person.pk, row.role) in here.was_posted
        if row.role and (person.pk, row.role) not in here.posts and not over:
            post = Post(
                person=person, school=here.school, role=row.role,
                starts=row.starts, ends=row.ends, source_id=number_of(row.person.source_id),
            )  # fmt: skip
            here.posts[person.pk, row.role] = post
            posts.append(post)
    Post.objects.bulk_create(posts, batch_size=500)
    tell_posts_given(posts, by=None)
    gone = {here.by_source[key].pk for key in bundle.ended if key in here.by_source}
    left_out = here.left_out(bundle)
    ended = [
        post
        for key, post in here.posts.items()
        if post.source_id
        and post.ends is None
        and (
            post.person_id in gone
            or (bundle.whole and key not in named and post.person_id not in left_out)
        )
    ]
    for post in ended:
        post.ends = here.day - timedelta(days=1)
    tally.left["staff"] += len({post.person_id for post in ended})
    Post.objects.bulk_update(ended, ["ends"], batch_size=200)


def load_carers(bundle: RollBundle, here: Standing, tally: Tally) -> None:
    """Carers; one who is also staff is one person with two hats."""
    if "carers" in bundle.has:
        _load_people([row.person for row in bundle.carers], "carers", bundle, here, tally)


def _load_people(
    rows: list[PersonRow], sort: str, bundle: RollBundle, here: Standing, tally: Tally
) -> dict[str, Person]:
    """Add or change people by source id; gives everyone by that id."""
    fresh = {
        row.source_id: _person_from(row) for row in rows if row.source_id not in here.by_source
    }
    _save_people(fresh.values(), new=True)
    new = here.made | set(fresh)  # who got another hat a moment ago is new under this one too
    changed = []
    for row in rows:
        person = fresh.get(row.source_id) or here.by_source[row.source_id]
        differs = row.source_id not in fresh and _fill(person, row, FIELDS, bundle)
        if differs:
            changed.append(person)
        tally.saw(sort, new=row.source_id in new, changed=differs)
    _save_people(changed, new=False)
    here.by_source |= fresh
    here.made |= set(fresh)
    numbers = [
        one
        for row in rows
        if row.source_id in fresh or list_of(row.source_id)
        for one in _list_number(here, here.by_source[row.source_id], row.source_id, sort)
    ]
    Identifier.objects.bulk_create(numbers, batch_size=500)
    return {row.source_id: here.by_source[row.source_id] for row in rows}
