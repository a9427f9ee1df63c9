"""Plots of measurements: recall over retrieved characters, and search latency over the size of the collection."""
