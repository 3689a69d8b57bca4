"""The tables of the sharing room."""

from handrail.sharing.models.bundle import Bundle, HandedOut
from handrail.sharing.models.decision import Decision, WordRule
from handrail.sharing.models.ground import Ground
from handrail.sharing.models.piece import Alias, Piece
from handrail.sharing.models.request import RequestWorker, SubjectRequest

__all__ = [
    "Alias",
    "Bundle",
    "Decision",
    "Ground",
    "HandedOut",
    "Piece",
    "RequestWorker",
    "SubjectRequest",
    "WordRule",
]
