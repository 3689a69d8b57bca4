"""Entry: who may open a page, and at which school they are working."""
