"""What the roles of other systems are here. No import ever appoints a SENCO or designated lead."""

from collections import Counter
from functools import lru_cache

from handrail.roll.reading.context import Reading

PUPIL_ROLES = ("student", "pupil")
CARER_ROLES = ("guardian", "parent", "relative", "carer")
_TEACHERS = ("teacher", "professor", "lecturer", "faculty", "adjunct")
_ASSISTANTS = (
    "aide", "paraprofessional", "teacherassistant", "teachingassistant", "assistant",
    "learningsupportassistant", "hlta", "lsa", "ta",
)  # fmt: skip
_OTHER_STAFF = (
    "administrator", "principal", "siteadministrator", "districtadministrator",
    "systemadministrator", "counselor", "proctor", "officestaff", "staff", "nurse",
    "occupationaltherapist", "speechtherapist", "physicaltherapist", "visionspecialist",
    "coach", "other", "otherstaff", "headteacher", "head", "senco", "dsl", "deputydsl",
    "designatedlead", "behaviourmanager", "designatedsafeguardinglead", "deputyhead",
    "volunteer", "trust", "chiefexecutive", "caretaker", "support", "supportstaff", "technician",
    "governor", "admin", "office", "midday", "middaysupervisor", "coversupervisor", "cover",
    "pastoral", "pastorallead", "headofyear", "businessmanager",
)  # fmt: skip


@lru_cache(maxsize=1024)
def role_key(role: str) -> str:
    return "".join(letter for letter in role.casefold() if letter.isalnum())


def hat_of(role: str) -> str:
    """ "pupil", "staff" or "carer"; "" for a role that we do not know."""
    key = role_key(role)
    if key in PUPIL_ROLES:
        return "pupil"
    if key in CARER_ROLES:
        return "carer"
    known = key in _TEACHERS or key in _ASSISTANTS or key in _OTHER_STAFF
    return "staff" if known else ""


def post_of(role: str) -> str:
    """The post that a role gives: teacher, assistant, or "" for none until a person gives it."""
    key = role_key(role)
    if key in _TEACHERS:
        return "teacher"
    return "assistant" if key in _ASSISTANTS else ""


def say_posts(reading: Reading, roles: Counter[str], file: str) -> None:
    """Say which posts were guessed and which staff have none yet."""
    guessed = {role: count for role, count in roles.items() if post_of_title(role) == "assistant"}
    if guessed:
        reading.warn_file(
            file,
            f"{_people(sum(guessed.values()))} with the role {_listed(guessed)} got the post of "
            "learning and behaviour assistant. Look over their posts.",
            "role",
        )
    without = {role: count for role, count in roles.items() if not post_of_title(role)}
    if without:
        reading.warn_file(
            file,
            f"{_people(sum(without.values()))} with the role {_listed(without)} got no post, and "
            "so no rights, until somebody gives them one in School.",
            "role",
        )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _listed(roles: dict[str, int]) -> str:
    return ", ".join(f"'{role}'" for role in sorted(roles)[:6])


def post_of_title(title: str) -> str:
    """The post that a job title gives, such as "Year 4 Teacher" or "Teaching Assistant (SEN)"."""
    key = role_key(title)
    if any(word in key for word in ("head", "principal", "senco", "dsl", "lead", "manager")):
        return ""
    if post_of(title):
        return post_of(title)
    if "assistant" in key and any(word in key for word in ("teach", "learn", "class", "behav")):
        return "assistant"
    return "teacher" if key.endswith("teacher") or key.startswith("teacherof") else ""
