"""First aid: an injury or illness, what was done, and who was told."""
