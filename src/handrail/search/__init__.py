"""Search: full text over what the reader may read, on SQLite and on PostgreSQL."""
