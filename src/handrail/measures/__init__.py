"""Measures: how many, how often, where, when, to whom and how surely; for any kind of record."""
