"""One-page profile: what is admired, what matters and what helps, written with the child."""
