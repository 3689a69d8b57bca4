"""Jobs: what one colleague asks of another by a day, and what came of it."""
