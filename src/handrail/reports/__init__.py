"""Reports: PDFs of records, made at once or in the background, kept for a day, for who asked."""
