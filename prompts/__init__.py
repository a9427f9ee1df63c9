"""Prompts for chat models, one file per version."""
