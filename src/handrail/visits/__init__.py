"""Visits: where, when, who leads, which adults and pupils, and what they must know on the way."""
