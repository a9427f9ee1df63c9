"""The channels people meet Liaison in."""
