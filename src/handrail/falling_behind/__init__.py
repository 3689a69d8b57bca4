"""Falling behind: who may be, by a rule that everybody can read, and how often it was wrong."""
