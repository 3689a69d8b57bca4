"""Whom a row is, before anything is written: one row a person, and nobody becomes another."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handrail.core.dates import said_day
from handrail.core.names import fold
from handrail.people.models import Person, Pupil
from handrail.roll.bundle import PersonRow, PupilRow, RollBundle, Where
from handrail.roll.faults import Question
from handrail.roll.numbering import number_of
from handrail.roll.standing import Standing

STILL_THEM = "still-them"
SAID_IN_FULL = 10


@dataclass(frozen=True)
class Claim:
    """A row that says who somebody is: `word` and `value` are the number it is known by."""

    sort: str
    row: PersonRow
    person: Person | None
    word: str
    value: str

    @property
    def keys(self) -> tuple[object, ...]:
        """Whom it is here, if anybody, and its id in the files: either may be borne only once."""
        return (self.row.source_id, *([self.person.pk] if self.person else []))

    def said(self, file: str = "") -> str:
        """ "row 3 (by its id P1002)", with the name of its file where that is not the one named."""
        return f"{_place(self.row.where, file)} (by its {self.word} {self.value[:60]})"


def match_pupil(row: PupilRow, here: Standing) -> tuple[Pupil | None, str]:
    """The pupil here whom a row is, by id, then UPN, then former UPN; and by which of them."""
    person = here.by_source.get(row.person.source_id)
    if person is not None and person.pk in here.pupils:
        return here.pupils[person.pk], "id"
    if row.upn:
        return here.by_upn.get(row.upn) or here.by_former_upn.get(row.upn), "UPN"
    return None, "id"


def refuse_doubles(bundle: RollBundle, here: Standing) -> None:
    """Rows that are one person, here or in the files, are all left out: neither is known to be."""
    by_person: dict[object, list[Claim]] = defaultdict(list)
    for claim in _claims(bundle, here):
        for key in claim.keys:
            by_person[key].append(claim)
    said_before: set[tuple[str, Where]] = set()
    for claims in by_person.values():
        if _is_one(claims):
            continue
        for claim in claims:
            if (claim.sort, claim.row.where) in said_before:
                continue
            said_before.add((claim.sort, claim.row.where))
            file = claim.row.where.file
            others = [one.said(file) for one in claims if one.row.where != claim.row.where]
            name = f", {claim.person.short}" if claim.person else ""
            none = "Neither was" if len(others) == 1 else "None was"
            with_whom = " and ".join(dict.fromkeys(others))
            who = f"{_capital(claim.said(file))} is the same person as {with_whom}{name}"
            reason = f"{who}. {none} imported."
            leave_out(claim, reason, bundle, here)


def ask_who_changed(bundle: RollBundle, here: Standing, answers: Mapping[str, str]) -> None:
    """A number that is here under another name and birth date may be somebody else's by now."""
    changed = [claim for claim in _claims(bundle, here) if _is_another(claim, here)]
    if not changed or answers.get(STILL_THEM) == "yes":
        return
    if answers.get(STILL_THEM) == "no":
        for claim in changed:
            reason = f"{_becomes(claim)}. This row was left out: give them a number of their own."
            leave_out(claim, _capital(reason), bundle, here)
        return
    listed = "; ".join(map(_becomes, changed[:SAID_IN_FULL]))
    more = len(changed) - SAID_IN_FULL
    listed += f"; and {more} more" if more > 0 else ""
    sentence = (
        f"{_capital(listed)}. "
        f"{'Is this the same person' if len(changed) == 1 else 'Are they the same people'}? "
        "Answer yes to change what is here, no to leave the row out."
    )
    bundle.questions.append(Question(STILL_THEM, sentence, ("yes", "no")))


def leave_out(claim: Claim, reason: str, bundle: RollBundle, here: Standing) -> None:
    """Refuse the row of a claim; whoever it may be keeps what they have here."""
    bundle.refuse(reason, claim.row.where, _column(claim, bundle), claim.value)
    if claim.person is not None:
        here.spared.add(claim.person.pk)
    bundle.leave_out({claim.row.source_id})


def claim_of(row: PupilRow, here: Standing) -> Claim:
    """The claim of a pupil's row."""
    pupil, word = match_pupil(row, here)
    value = row.upn if word == "UPN" and pupil else row.person.source_id
    person = pupil.person if pupil else here.by_source.get(row.person.source_id)
    return Claim("pupils", row.person, person, word if pupil else "id", value)


def _claims(bundle: RollBundle, here: Standing) -> Iterator[Claim]:
    yield from (claim_of(row, here) for row in bundle.pupils)
    adults = [("staff", one.person) for one in bundle.staff]
    adults += [("carers", one.person) for one in bundle.carers]
    for sort, row in adults:
        number = number_of(row.source_id)
        yield Claim(sort, row, here.by_source.get(row.source_id), "id", number)


def _is_one(claims: list[Claim]) -> bool:
    """One row with its hats; or an adult of one name in two lists: staff, and a carer too."""
    if len({claim.row.where for claim in claims}) == 1:
        return len({claim.row.source_id for claim in claims}) == 1
    sorts = sorted(claim.sort for claim in claims)
    names = {fold(f"{claim.row.given} {claim.row.family}") for claim in claims}
    return sorts == ["carers", "staff"] and len(names) == 1


def _names(one: PersonRow | Person) -> set[str]:
    pairs = (f"{one.given} {one.family}", f"{one.legal_given} {one.legal_family}")
    return {fold(pair) for pair in pairs} - {""}


def _is_another(claim: Claim, here: Standing) -> bool:
    """Another name and birth date. Without both dates: an adult with the number of a pupil, or
    anybody of whose name not a word is left."""
    row, person = claim.row, claim.person
    if person is None or _names(row) & _names(person):
        return False
    if row.born and person.born:
        return row.born != person.born
    if claim.sort != "pupils" and person.pk in here.pupils:
        return True
    words = {word for name in _names(person) for word in name.split()}
    same = any(word in words for name in _names(row) for word in name.split())
    return not same


def _becomes(claim: Claim) -> str:
    row, person = claim.row, claim.person
    if person is None:
        return claim.said()
    before, now = (
        f"{one.given} {one.family}".strip() + (f", born {said_day(one.born)}," if one.born else "")
        for one in (person, row)
    )
    return f"{claim.said()} was {before} and is {now} in this file"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _place(where: Where, file: str) -> str:
    row = f"row {where.line}" if where.line else "a row"
    return row if where.file == file else f"{row} of {where.file}"


def _column(claim: Claim, bundle: RollBundle) -> str:
    sourced = bundle.fmt in ("oneroster", "sds")
    if claim.word == "UPN":
        return "userIds" if sourced else "upn"
    if sourced:
        return "sourcedId"
    return "contact_id" if claim.sort == "carers" else "id"
