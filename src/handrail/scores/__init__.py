"""Scores: what tests and questionnaires gave, brought in as totals from a file."""
