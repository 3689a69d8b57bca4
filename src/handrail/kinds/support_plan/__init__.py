"""Support plan: needs, targets and what is done, for SEN support and EHC plans alike."""
