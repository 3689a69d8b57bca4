"""The tables of the programmes room."""

from handrail.programmes.models.measuring import Measurement, OtherChange
from handrail.programmes.models.moment import Moment
from handrail.programmes.models.pause import Pause
from handrail.programmes.models.programme import Programme, ProgrammePupil
from handrail.programmes.models.session import Attendance, Session, SessionMark

__all__ = [
    "Attendance",
    "Measurement",
    "Moment",
    "OtherChange",
    "Pause",
    "Programme",
    "ProgrammePupil",
    "Session",
    "SessionMark",
]
