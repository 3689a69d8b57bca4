"""Concern: a worry about a child's safety, for the designated leads alone."""
