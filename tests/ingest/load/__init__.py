"""One file per format: what its loader promises."""
