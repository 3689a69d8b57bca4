"""Handling plan: how adults keep a pupil safe by touch, agreed before it is needed."""
