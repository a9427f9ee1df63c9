"""Answering: turns, follow-ups, composing and checking answers."""
