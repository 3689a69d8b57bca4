"""The words for a pupil's sex: the roll holds a letter, as the management system gives it."""

SEXES = {"F": "Female", "M": "Male"}
