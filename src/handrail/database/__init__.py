"""How questions to the database are written, so that asking them again costs little."""
