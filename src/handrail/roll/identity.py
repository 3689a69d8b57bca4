"""What a file says of a school that is not what is known here; and whether it is a new one."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from handrail.core.names import fold
from handrail.people.models import Enrolment
from handrail.roll.bundle import RollBundle, SchoolRow
from handrail.roll.faults import Question
from handrail.roll.models import ImportRun
from handrail.school.models import School

NUMBERS = {
    "source_id": "the id",
    "laestab": "the LA and establishment number",
    "urn": "the URN",
}
COMMON_WORDS = (  # in the names of many schools
    "the st saint saints ss our lady holy all of and a ce c e rc church england catholic primary "
    "infant infants junior juniors secondary high middle first school academy college community "
    "voluntary controlled aided"
)


def identity_changes(school: School, row: SchoolRow, *, name_too: bool = True) -> list[str]:
    """Each number, and the name, that is another in the file than here, in words.

    "St Mary's CE Primary" and "St Mary's School" are one name. Another name alone counts only while
    no number of the Department's says that the school is the same, and nobody has just said so
    (`name_too`).
    """
    both = {name: (getattr(school, name), getattr(row, name)) for name in NUMBERS}
    changes = [
        f"{NUMBERS[name]} is {theirs}, here {ours}"
        for name, (ours, theirs) in both.items()
        if ours and theirs and ours != theirs
    ]
    proved = any(both[name][0] and both[name][0] == both[name][1] for name in ("laestab", "urn"))
    renamed = bool(row.name) and _own_word(row.name) != _own_word(school.name)
    if renamed and (changes or (name_too and not proved)):
        changes.append(f"the name is {row.name}")
    return changes


def said_of_school(bundle: RollBundle) -> dict[str, str]:
    """What the files say of their school, to be known again at the next load."""
    row = bundle.school
    return {name: getattr(row, name) for name in ("name", "org", *NUMBERS)} if row else {}


def taken_before() -> dict[str, str]:
    """Whose list the files of an organisation that is no school were, where it was always one's."""
    schools: dict[str, set[str]] = defaultdict(set)
    for said, name in ImportRun.objects.values_list("school_said", "school__name"):
        if said.get("org"):
            schools[said["org"]].add(name)
    return {org: next(iter(names)) for org, names in schools.items() if len(names) == 1}


def was_said_before(school: School, row: SchoolRow) -> bool:
    """Whether files of the same number and name were loaded here: somebody took them as ours."""
    for said in ImportRun.objects.filter(school=school).values_list("school_said", flat=True):
        named = fold(said.get("name", "")) == fold(row.name)
        numbered = any(
            getattr(row, name) and said.get(name) == getattr(row, name) for name in NUMBERS
        )
        if named and numbered:
            return True
    return False


def _own_word(name: str) -> str:
    """The first word of a school's name that is not one which many schools bear."""
    words = fold(name).split()
    return next((word for word in words if word not in COMMON_WORDS.split()), " ".join(words))


def ask_if_new(row: SchoolRow, bundle: RollBundle, answers: Mapping[str, str]) -> None:
    """A name that no school here has may be a slip: a second school is made only when told to.

    Files that give the school a number make it without a word, unless its pupils are on another
    school's roll or a school here still waits for its first.
    """
    names = list(School.objects.order_by("name").values_list("name", flat=True))
    if not names or answers.get("new-school") == "yes":
        return
    numbered = bool(row.source_id or row.laestab or row.urn)
    many, elsewhere = _on_roll_elsewhere(bundle)
    waiting = School.objects.exclude(pk__in=ImportRun.objects.values("school")).exists()
    if numbered and not elsewhere and not waiting:
        return
    listed = ", ".join(names[:10])
    whose = f"{many} of its pupils {'is' if many == 1 else 'are'} on the roll of {elsewhere}. "
    bundle.questions.append(
        Question(
            "new-school",
            f"There is no school named {row.name} here. Here are: {listed}. "
            f"{whose if elsewhere else ''}To make {row.name} a new school, answer yes; else give "
            "the name that is here with --school.",
            ("yes",),
        )
    )


def _on_roll_elsewhere(bundle: RollBundle) -> tuple[int, str]:
    """How many pupils of the files are on a roll here by their UPN, and of which school most."""
    upns = [pupil.upn for pupil in bundle.pupils if pupil.upn]
    running = Enrolment.objects.filter(ends=None, pupil__upn__in=upns)
    schools = Counter(running.values_list("school__name", flat=True))
    if not schools:
        return 0, ""
    name, many = schools.most_common(1)[0]
    return many, name
