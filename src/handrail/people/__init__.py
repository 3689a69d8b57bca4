"""People: who is who, which post they hold between which dates, and who works with whom."""
