"""Tests of the plans about a pupil."""
