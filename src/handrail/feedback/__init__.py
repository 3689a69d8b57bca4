"""Feedback: what learning and support came to, said to a pupil, a home and a school."""
