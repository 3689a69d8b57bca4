"""Behaviour plan: what each stage looks like for a pupil, and what adults do and say."""
