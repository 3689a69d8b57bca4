"""The national attendance codes, and what each counts as when a share is worked out.

Source: the School Attendance (Pupil Registration) (England) Regulations 2024 and the Department's
guidance from 19 August 2024. The codes H, J and Y of the years before are read as they were then.
"""

PRESENT = frozenset({"/", "\\", "L"})
ELSEWHERE = frozenset({"B", "J", "K", "P", "V", "W"})  # an approved activity: it counts too
AUTHORISED = frozenset({"C", "C1", "C2", "E", "H", "I", "J1", "M", "R", "S", "T"})
UNAUTHORISED = frozenset({"G", "N", "O", "U"})
NOT_EXPECTED = frozenset({"#", "D", "Q", "X", "Y", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "Z"})

ATTENDED = PRESENT | ELSEWHERE
ABSENT = AUTHORISED | UNAUTHORISED
CODES = ATTENDED | ABSENT | NOT_EXPECTED
LONGEST = max(len(code) for code in CODES)


def code_of(text: str) -> str:
    """The code as written here, or nothing for what is none: "c2 " is C2."""
    code = text.strip().upper()
    return code if code in CODES else ""
