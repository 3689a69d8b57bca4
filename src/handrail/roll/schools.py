"""Which school a bundle is for; a change of its identity stops and asks."""

from collections.abc import Mapping
from datetime import date

from handrail.core.clock import local
from handrail.records.kind import all_kinds
from handrail.roll.bundle import RollBundle, SchoolRow
from handrail.roll.faults import Question, RollRefused
from handrail.roll.identity import ask_if_new, identity_changes, was_said_before
from handrail.roll.models import ImportRun
from handrail.roll.tally import Tally
from handrail.school.models import School
from handrail.school.words import give_starter_words
from handrail.training.starters import give_starter_training


def settle_school(
    bundle: RollBundle, tally: Tally, answers: Mapping[str, str], at_school: School | None
) -> School | None:
    """The school that the bundle is for, made when it is the first of its name.

    Nothing when a question must be answered first. Refuses files of another school than the one
    the administrator is signed in at, and changes before any whole list.
    """
    row = bundle.school
    if row is None:
        return None
    if bundle.fmt == "ctf":
        _refuse_if_not_sent_here(row, at_school)
    school = _known(row) or School.objects.filter(name__iexact=row.name).first()
    if at_school is not None:
        school = _signed_in_at(row, bundle, answers, school, at_school)
    elif school is None:
        ask_if_new(row, bundle, answers)
    same = school is not None and bundle.fmt != "ctf" and _is_the_same(school, row, bundle, answers)
    if bundle.questions and school is None:
        return None
    new = school is None
    school = school or School.objects.create(name=row.name)
    _look_back(bundle, school, answers)
    changed = _take_over(school, row, replace=same)
    tally.saw("schools", new=new, changed=changed)
    give_starter_words(
        school,
        ((words.name(kind.slug), words.starters) for kind in all_kinds() for words in kind.words),
    )
    give_starter_training(school)
    return school


def _refuse_if_not_sent_here(row: SchoolRow, at_school: School | None) -> None:
    """A transfer file names its receiver; one for another school is not ours to open."""
    known = _known(row)
    if known is None or (at_school is not None and known != at_school):
        raise RollRefused(f"This transfer file was sent to {row.name}, not to this school.")


def _known(row: SchoolRow) -> School | None:
    """By the number that the source or the Department gave it; RollRefused if two schools fit."""
    found: dict[int, School] = {}
    for column, value in (("source_id", row.source_id), ("laestab", row.laestab), ("urn", row.urn)):
        if value and (school := School.objects.filter(**{column: value}).first()):
            found[school.pk] = school
    if len(found) > 1:
        names = " and ".join(school.name for school in found.values())
        raise RollRefused(
            f"This file bears numbers of two schools here, {names}. Nothing was changed. Put the "
            "numbers right in the file and try again.",
            file=row.where.file,
        )
    return next(iter(found.values()), None)


def _is_the_same(
    school: School, row: SchoolRow, bundle: RollBundle, answers: Mapping[str, str]
) -> bool:
    """Whether somebody said that a school with another number or name in the file is this one."""
    known = answers.get("which-school") == "yes" or was_said_before(school, row)
    changes = identity_changes(school, row, name_too=not known)
    if not changes:
        return False
    if answers.get("identity") == "other":
        raise RollRefused(
            f"This file bears a number or the name of {school.name} but is for another school. "
            "Nothing was changed. Put it right in the file and try again.",
            file=row.where.file,
        )
    if answers.get("identity") == "same":
        return True
    sentence = f"This file says of {school.name}: {'; '.join(changes)}. Is it the same school?"
    bundle.questions.append(Question("identity", sentence, ("same", "other")))
    return False


def _signed_in_at(
    row: SchoolRow,
    bundle: RollBundle,
    answers: Mapping[str, str],
    found: School | None,
    here: School,
) -> School | None:
    if found == here:
        return here
    if found is not None or ImportRun.objects.filter(school=here).exists():
        raise RollRefused(
            f"This file is for {row.name}{_numbered(row)}. You are signed in at {here.name}. "
            "Nothing was changed."
        )
    if answers.get("which-school") == "no":
        raise RollRefused(f"This file is for {row.name}, not for {here.name}. Nothing was changed.")
    if answers.get("which-school") != "yes":
        bundle.questions.append(
            Question(
                "which-school",
                f"This file is for {row.name}. Is that {here.name}, where you are signed in?",
                ("yes", "no"),
            )
        )
        return None
    return here


def _numbered(row: SchoolRow) -> str:
    """The Department's number in words, where the file gives it: two schools may share a name."""
    if len(row.laestab) != 7:
        return ""
    return f" (LA {row.laestab[:3]}, number {row.laestab[3:]})"


def _look_back(bundle: RollBundle, school: School, answers: Mapping[str, str]) -> None:
    """Hold the bundle against what was imported before."""
    if bundle.fmt == "ctf":
        return  # it follows no list: a pupil may move at any time
    last = ImportRun.objects.filter(school=school).first()
    if last is None:
        if not bundle.whole:
            raise RollRefused("Changes can only follow a full list. Import a full list first.")
        return
    if (last.fmt, last.fingerprint) == (bundle.fmt, bundle.fingerprint):
        day = local(last.at)
        bundle.warn(
            f"You imported this same file on {day.day} {day:%B}. Nothing has changed since."
        )
        return
    older = bool(bundle.made_at and last.made_at and bundle.made_at < last.made_at)
    if older and answers.get("older") == "no":
        raise RollRefused(f"{_made(bundle)}, before your last import. Nothing was changed.")
    if older and answers.get("older") != "yes":
        bundle.questions.append(
            Question("older", f"{_made(bundle)}, before your last import. Go on?", ("yes", "no"))
        )


def _take_over(school: School, row: SchoolRow, *, replace: bool) -> bool:
    """Fill in numbers that the file knows, and replace them if so; whether anything changed."""
    changed = []
    for name in ("source_id", "urn", "laestab"):
        ours, value = getattr(school, name), getattr(row, name)
        if value and ours != value and (replace or not ours):
            setattr(school, name, value)
            changed.append(name)
    if changed:
        school.save(update_fields=changed)
    return bool(changed)


def _made(bundle: RollBundle) -> str:
    """ "This file was made on 3 September", as far as the file says."""
    try:
        made = date.fromisoformat(bundle.made_at[:10])
    except ValueError:
        return "This file was made"
    return f"This file was made on {made.day} {made:%B}"
