"""Registers: the numbered books of records, as they are listed, printed and checked."""
