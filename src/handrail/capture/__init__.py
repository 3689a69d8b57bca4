"""Capture: the sheet on which an event is logged once."""
