"""The tables of the training room."""

from handrail.training.models.certificate import Certificate
from handrail.training.models.course import Course
from handrail.training.models.limits import HoldLimits
from handrail.training.models.technique import Technique

__all__ = ["Certificate", "Course", "HoldLimits", "Technique"]
