"""Getting in: by whom, with what, until when."""
