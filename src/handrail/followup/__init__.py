"""Followup: what is still owed, to whom it climbs, and when."""
