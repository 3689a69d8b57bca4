"""Plans: what the agreements about a pupil have in common, which stands now, and what changed."""
