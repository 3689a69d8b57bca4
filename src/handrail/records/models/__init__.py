"""The tables of the spine."""

from handrail.records.models.access import AccessEntry, Override, PupilOpening, WideReading
from handrail.records.models.action import Action
from handrail.records.models.amendment import Amendment
from handrail.records.models.attachment import Attachment
from handrail.records.models.audience import Audience
from handrail.records.models.chosen import ChosenWord
from handrail.records.models.duty_choice import DutyChoice
from handrail.records.models.finding import Finding
from handrail.records.models.involvement import Involvement
from handrail.records.models.link import Link
from handrail.records.models.record import Record
from handrail.records.models.register_entry import RegisterEntry
from handrail.records.models.revision import ChainHead, Revision
from handrail.records.models.row import Row

__all__ = [
    "AccessEntry",
    "Action",
    "Amendment",
    "Attachment",
    "Audience",
    "ChainHead",
    "ChosenWord",
    "DutyChoice",
    "Finding",
    "Involvement",
    "Link",
    "Override",
    "PupilOpening",
    "Record",
    "RegisterEntry",
    "Revision",
    "Row",
    "WideReading",
]
