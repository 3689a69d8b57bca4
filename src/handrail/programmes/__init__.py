"""Programmes: support given in sessions to a purpose, measured, and asked honestly if it works."""
