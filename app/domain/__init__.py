"""Pure nouns and rules. Standard library only."""
