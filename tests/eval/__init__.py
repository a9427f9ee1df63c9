"""Data sets, tasks and metrics."""
