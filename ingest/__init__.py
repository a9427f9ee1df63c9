"""From files to passages: load, split, enrich, sync."""
