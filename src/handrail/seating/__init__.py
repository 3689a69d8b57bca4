"""Seating: where each pupil of a group sits, in drawings that are kept by day."""
