"""Attempts to get at what is somebody else's, made on a whole Liaison with a small programme in it: `python -m eval.attack`.

Every attempt goes through a door that people use, and asserts two things: that nothing came out which its maker may not have,
and that whoever has a right to it still gets it through the same door.
"""
