"""The columns of OneRoster's files, in the standard's order, and those we cannot do without."""

_FIRST = ("sourcedId", "status", "dateLastModified")
_SESSIONS = (*_FIRST, "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear")
_CLASSES = (
    *_FIRST, "title", "grades", "courseSourcedId", "classCode", "classType", "location",
    "schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes", "periods",
)  # fmt: skip
_COURSES = (
    *_FIRST, "schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId", "subjects",
    "subjectCodes",
)  # fmt: skip
_ENROLMENTS = (
    *_FIRST, "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate",
    "endDate",
)  # fmt: skip
RACES = (
    "americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander", "white", "demographicRaceTwoOrMoreRaces",
    "hispanicOrLatinoEthnicity",
)  # fmt: skip
_DEMOGRAPHICS = (
    *_FIRST, "birthDate", "sex", *RACES, "countryOfBirthCode", "stateOfBirthAbbreviation",
    "cityOfBirth", "publicSchoolResidenceStatus",
)  # fmt: skip
_USERS_1_1 = (
    *_FIRST, "enabledUser", "orgSourcedIds", "role", "username", "userIds", "givenName",
    "familyName", "middleName", "identifier", "email", "sms", "phone", "agentSourcedIds", "grades",
    "password",
)  # fmt: skip
_USERS_1_2 = (
    *_FIRST, "enabledUser", "username", "userIds", "givenName", "familyName", "middleName",
    "identifier", "email", "sms", "phone", "agentSourcedIds", "grades", "password",
    "userMasterIdentifier", "resourceSourcedIds", "preferredGivenName", "preferredMiddleName",
    "preferredFamilyName", "primaryOrgSourcedId", "pronouns",
)  # fmt: skip
_ROLES = (
    *_FIRST, "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId",
    "userProfileSourcedId",
)  # fmt: skip

_COLUMNS = {
    "orgs": (*_FIRST, "name", "type", "identifier", "parentSourcedId"),
    "academicSessions": _SESSIONS,
    "courses": _COURSES,
    "classes": _CLASSES,
    "enrollments": _ENROLMENTS,
    "demographics": _DEMOGRAPHICS,
    "roles": _ROLES,
}
_NEEDED = {
    "orgs": ("sourcedId", "name", "type"),
    "academicSessions": ("sourcedId", "title", "type", "startDate", "endDate"),
    "courses": ("sourcedId", "title"),
    "classes": ("sourcedId", "title"),
    "users": ("sourcedId", "givenName", "familyName"),
    "enrollments": ("classSourcedId", "userSourcedId", "role"),
    "roles": ("userSourcedId", "role"),
}


def columns_of(name: str, version: str) -> tuple[str, ...]:
    """Every column that the standard gives a file."""
    if name == "users":
        return _USERS_1_1 if version == "1.1" else _USERS_1_2
    if name == "demographics":
        return (*_DEMOGRAPHICS, "userSourcedId")
    return _COLUMNS[name]


def needed_of(name: str, version: str) -> tuple[str, ...]:
    """The columns without which a file says nothing."""
    if name == "users" and version == "1.1":
        return ("sourcedId", "role", "givenName", "familyName")
    return _NEEDED.get(name, ())
