"""The medicines that the school holds for a pupil, with the consent to give them."""
