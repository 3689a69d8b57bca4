"""Note: a neutral observation that the next adult should know of."""
