"""Personal care that was given to a pupil."""
