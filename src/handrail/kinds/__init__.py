"""Kinds: one folder for each sort of record, each a stranger to the others."""
