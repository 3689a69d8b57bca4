"""Importing objectives: a school's own CSV, a CASE document, the national curriculum as CSV."""

from handrail.learning.importing.loading import ObjectivesReport, import_objectives
from handrail.learning.importing.rows import Fault

__all__ = ["Fault", "ObjectivesReport", "import_objectives"]
