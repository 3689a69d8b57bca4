"""Support review: did it help, what child and carers say, and what is decided."""
