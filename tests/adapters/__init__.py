"""What one adapter does beyond its port's contract."""
