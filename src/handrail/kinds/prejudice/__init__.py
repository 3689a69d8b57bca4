"""Bullying or prejudice: what was done to whom on what ground, and what was done about it."""
