"""School: the places, times and words of a school. It knows no person and no record."""
