"""What was agreed about the personal care of a pupil: how, by whom, with whose consent."""
