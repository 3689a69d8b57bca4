"""Handrail: the record of learning and behaviour support for schools in England."""

__version__ = "0.1.0.dev0"
