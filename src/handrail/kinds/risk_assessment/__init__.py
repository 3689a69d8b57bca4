"""Risk assessment: what could harm a pupil or others, and what is in place against it."""
