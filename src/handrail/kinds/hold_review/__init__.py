"""Hold review: the manager’s and the head’s questions about a hold, sent back or signed."""
