"""Giving people what is kept of them, and removing it: exports, erasures with receipts, and how long things are kept."""
