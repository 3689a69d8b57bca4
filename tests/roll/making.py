"""Makes packages for tests: a sound small OneRoster roll, and ways to spoil it."""

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from handrail.core.upn import check_letter
from handrail.roll.bundle import RollBundle
from handrail.roll.faults import Weight
from handrail.roll.reading import read_roll

TODAY = date(2026, 11, 23)
_FIRST = "sourcedId,status,dateLastModified"
_MANIFEST_FILES = {
    "academicSessions": "bulk", "categories": "absent", "classes": "bulk",
    "classResources": "absent", "courses": "absent", "courseResources": "absent",
    "demographics": "bulk", "enrollments": "bulk", "lineItems": "absent", "orgs": "bulk",
    "resources": "absent", "results": "absent", "users": "bulk",
}  # fmt: skip


def upn(serial: int) -> str:
    """A made-up number whose check letter fits."""
    body = f"3802999{serial:05d}"
    return check_letter(body) + body


def manifest(version: str = "1.1", **modes: str) -> str:
    lines = ["propertyName,value", "manifest.version,1.0", f"oneroster.version,{version}"]
    lines += [f"file.{name},{mode}" for name, mode in {**_MANIFEST_FILES, **modes}.items()]
    return "\n".join(lines)


def roster(**changed: str | bytes | None) -> dict[str, str | bytes]:
    """Three pupils, a teacher, an assistant and two carers of Oak Lane; None takes a file away."""
    files: dict[str, str | bytes | None] = {
        "manifest": manifest(),
        "orgs": f"{_FIRST},name,type,identifier,parentSourcedId\n"
        "sch,,,Oak Lane Primary,school,380/2999,\n",
        "academicSessions": f"{_FIRST},title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        "t1,,,Autumn term,term,2026-09-02,2026-12-18,,2027\n",
        "classes": f"{_FIRST},title,grades,courseSourcedId,classCode,classType,location,"
        "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n"
        "c1,,,2A,,,,homeroom,,sch,t1,,,\n",
        "users": USERS,
        "demographics": DEMOGRAPHICS,
        "enrollments": ENROLLMENTS,
        **changed,
    }
    return {f"{name}.csv": text for name, text in files.items() if text is not None}


USER_HEADINGS = (
    f"{_FIRST},enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password"
)


def user(ident: str, role: str, given: str = "Ada", family: str = "Bell", **cells: str) -> str:
    """One row of users.csv."""
    row = dict.fromkeys(USER_HEADINGS.split(","), "")
    row |= {"sourcedId": ident, "role": role, "givenName": given, "familyName": family}
    row |= {"enabledUser": "true", "orgSourcedIds": "sch", "username": ident, **cells}
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in row.values())


def users(*rows: str) -> str:
    return "\n".join([USER_HEADINGS, *rows])


PUPILS = (
    user("p1", "student", "Leo", "Turner", userIds=f"{{UPN:{upn(1)}}}", grades="02",
         agentSourcedIds="g1"),
    user("p2", "student", "Amina", "Yusuf", userIds=f"{{UPN:{upn(2)}}}", grades="02"),
    user("p3", "student", "Zoë", "O'Neill-d'Arcy", grades="02"),
)  # fmt: skip
ADULTS = (
    user("s1", "teacher", "Rajesh", "Patel"),
    user("s2", "aide", "Sam", "Birch"),
    user("g1", "parent", "Kim", "Turner"),
    user("g2", "guardian", "Hodan", "Yusuf", agentSourcedIds="p2"),
)
USERS = users(*PUPILS, *ADULTS)
DEMOGRAPHICS = (
    "sourcedId,status,dateLastModified,birthDate,sex\n"
    "p1,,,2019-10-01,male\np2,,,2020-02-29,female\np3,,,2020-08-31,female\n"
)
ENROLLMENTS = (
    f"{_FIRST},classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
    "e1,,,c1,sch,s1,teacher,true,2026-09-02,\n"
    "e2,,,c1,sch,p1,student,,2026-09-02,\n"
    "e3,,,c1,sch,p2,student,,2026-09-02,\n"
    "e4,,,c1,sch,p3,student,,2026-09-02,\n"
)


def as_bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def zipped(path: Path, files: Mapping[str, str | bytes]) -> Path:
    target = path / "roll.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, as_bytes(text))
    return target


def folder(path: Path, files: Mapping[str, str | bytes]) -> Path:
    target = path / "roll"
    target.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (target / name).write_bytes(as_bytes(text))
    return target


def read(path: Path, fmt: str = "oneroster", **options: Any) -> RollBundle:
    """Read with nothing answered and nothing mapped, unless the test says otherwise."""
    given: dict[str, Any] = {
        "school_name": None, "strict": False, "answers": {}, "mapping": {}, "today": TODAY,
    }  # fmt: skip
    return read_roll(path, fmt, **{**given, **options})


def refused(bundle: RollBundle) -> list[tuple[str, str, int]]:
    """(sentence, file, line) of every row that was left out."""
    return [(one.reason, one.file, one.line) for one in bundle.faults if one.weight is Weight.ROW]


def warned(bundle: RollBundle) -> list[str]:
    return [one.reason for one in bundle.faults if one.weight is Weight.WARN]


def asked(bundle: RollBundle) -> dict[str, str]:
    return {question.slug: question.sentence for question in bundle.questions}
