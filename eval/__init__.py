"""Data sets, metrics and benchmarks."""
