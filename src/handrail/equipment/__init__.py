"""Equipment: what is looked at again and again, and the faults of things until they are mended."""
