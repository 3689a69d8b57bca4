"""Hold: force, restraint or seclusion of a pupil, from the first minute to the signed entry."""
