"""Contact: a call, meeting or message with a carer or agency, and what was agreed."""
