"""Template tags: the atoms of every page."""
