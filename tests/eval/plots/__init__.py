"""Tests of eval.plots."""
