"""The refusals of the spine are those of the whole program."""

from handrail.core.refusal import SHORTEST_REASON, Refused, reason_given

__all__ = ["SHORTEST_REASON", "Refused", "reason_given"]
