"""Finding: what a question is about, and the passages that bear on it."""
