"""A medicine that was given to a pupil, refused, or not given."""
