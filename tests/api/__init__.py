"""The HTTP service, driven through its routes."""
