"""The school's own library of strategies: what helps, when, how, and what to leave alone."""
