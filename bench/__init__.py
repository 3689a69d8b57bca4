"""Bench: how fast the pages are at several sizes, beside what this machine can do at most."""
