"""The commands of `liaison`, one a file: each takes what was typed, calls the house, and shows what came of it."""
