"""Tests mirror the source; contracts/ holds one suite per port, fakes/ what stands in for the outside."""
