"""Which items, in which order, and why."""
