"""Keeping: that what was written lasts: kept heads of the chain, backups, and a doctor."""
