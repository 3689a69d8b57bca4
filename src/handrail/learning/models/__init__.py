"""The tables of the learning room."""

from handrail.learning.models.mark import Mark
from handrail.learning.models.objective import Framework, Objective, Prerequisite
from handrail.learning.models.plan import (
    LessonPlan,
    PlanObjective,
    PlanPupil,
    Resource,
    Suggestion,
)  # fmt: skip

__all__ = [
    "Framework",
    "LessonPlan",
    "Mark",
    "Objective",
    "PlanObjective",
    "PlanPupil",
    "Prerequisite",
    "Resource",
    "Suggestion",
]
