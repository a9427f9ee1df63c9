"""Tests that drive the whole from outside."""
