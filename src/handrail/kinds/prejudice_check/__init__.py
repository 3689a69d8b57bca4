"""Asking again: whether the bullying or prejudice has stopped, and what happens now."""
