"""Core: plain Python that every room may lean on. It knows no Django."""
