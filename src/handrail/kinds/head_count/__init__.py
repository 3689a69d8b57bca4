"""Head-count: how many were expected, how many are here, and who is missing."""
