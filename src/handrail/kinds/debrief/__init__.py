"""Debrief: a talk after a hold, with the pupil or with the adults, and the support offered."""
