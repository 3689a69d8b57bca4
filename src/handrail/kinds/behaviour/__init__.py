"""Behaviour: what came before, what was seen, what was done, what followed."""
