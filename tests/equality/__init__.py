"""Bullying and prejudice: what is recorded, asked again, and counted."""
