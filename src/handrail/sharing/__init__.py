"""Sharing: what leaves Handrail, in open formats."""
