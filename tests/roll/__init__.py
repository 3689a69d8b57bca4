"""The roll room: what files may come, and what becomes of them."""
