"""A fictional partner programme: its documents, their generator, and questions with the facts of their answers."""
