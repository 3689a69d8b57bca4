"""Tests of what is counted, how often, and how surely."""
