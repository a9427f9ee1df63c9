"""In-memory stand-ins for the outside. Each passes its port's contract suite."""
