"""One file per outside thing: stores, models, the clock."""
