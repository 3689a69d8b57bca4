"""The tables of the people room."""

from handrail.people.models.carer import Agency, CarerLink, Professional
from handrail.people.models.designation import Designation
from handrail.people.models.membership import KeyAdult, Membership
from handrail.people.models.need import Need, ProvisionSpell
from handrail.people.models.person import Identifier, Person
from handrail.people.models.post import Post
from handrail.people.models.pupil import Enrolment, Pupil, PupilFlag
from handrail.people.models.timetable import Lesson, LessonStaff
from handrail.people.models.token import Token
from handrail.people.models.user import User

__all__ = [
    "Agency",
    "CarerLink",
    "Designation",
    "Enrolment",
    "Identifier",
    "KeyAdult",
    "Lesson",
    "LessonStaff",
    "Membership",
    "Need",
    "Person",
    "Post",
    "Professional",
    "ProvisionSpell",
    "Pupil",
    "PupilFlag",
    "Token",
    "User",
]
