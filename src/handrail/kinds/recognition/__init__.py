"""Recognition: something done well, named after the school's values."""
