"""UI: components, tags, CSS and base templates; it knows no other room."""
