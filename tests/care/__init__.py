"""Personal care and medicines."""
