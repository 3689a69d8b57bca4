"""Learning: objectives, lesson plans, and what each pupil can do of them, marked in a tap."""
