"""The task `scale`: made-up programmes of any size, and what it costs to fill and to search them."""
