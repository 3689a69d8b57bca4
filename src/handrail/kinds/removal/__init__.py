"""Removal: a pupil sent out of the classroom, to where, with whom, and when they came back."""
