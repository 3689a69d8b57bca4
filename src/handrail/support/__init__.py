"""Support: the needs register, and the evidence on which a plan is reviewed."""
