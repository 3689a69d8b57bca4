"""Care: whether a medicine may be given to a pupil now, what is due today, and who asks."""
