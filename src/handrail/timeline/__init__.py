"""Timeline: what happened, newest first, for one pupil or for all that a reader may read."""
