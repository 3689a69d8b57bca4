"""Notify: who is told, in words that give nothing away, and whether they looked."""
