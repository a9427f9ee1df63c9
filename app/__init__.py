"""Liaison, the assistant for partner management."""
