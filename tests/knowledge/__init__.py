"""Finding: words, names, questions, signs and search."""
