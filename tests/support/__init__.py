"""Support: plans, profiles, reviews, the needs register and the pack."""
