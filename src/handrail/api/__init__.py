"""API: JSON through the same doors as the pages."""
